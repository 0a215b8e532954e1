package com.algosolutions.button;

import com.algosolutions.fuzz.Message;
import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.input.InvalidInputException;
import java.util.Arrays;
import java.util.Optional;

/** Success conditions, on the first line of the input, and a response that is compared with them. */
public final class SuccessTarget {
    private SuccessTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int line = 0;
        while (line < input.length && input[line] != '\n') {
            line++;
        }
        String condition = Targets.text(Arrays.copyOf(input, line));
        HttpResponse reply = Message.of(Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length));
        Optional<ButtonForm> form = Property.value(
                input,
                () -> new ButtonReader(false, Placeholders.filled())
                        .read(
                                "{\"buttons\":[{\"identifier\":\"help\",\"action\":\"Send API Request\",\"numberOfApiRequests\":1,"
                                        + "\"requests\":[{\"method\":\"POST\",\"customPath\":\"a\",\"targets\":[\"api.example.com\"],\"success\":"
                                        + condition + "}]}]}"),
                InvalidInputException.class);
        form.ifPresent(read -> {
            SuccessCondition success =
                    read.buttons().get("help").requests().get(0).success();
            Property.value(input, () -> success.brokenBy(reply)).orElseThrow();
            Property.sentence(success.toString());
        });
    }
}

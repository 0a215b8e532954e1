package com.algosolutions.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An input that is a response: the status on the first line, then the headers, an empty line, and the body. Like the client, it drops a header
 * that is not well-formed.
 */
public final class Message {
    private Message() {}

    public static HttpResponse of(byte[] input) {
        int at = 0;
        int status = 200;
        List<Header> headers = new ArrayList<>();
        boolean first = true;
        while (at < input.length) {
            int end = at;
            while (end < input.length && input[end] != '\n') {
                end++;
            }
            String line = new String(input, at, end - at, ISO_8859_1);
            at = end + 1;
            if (first && line.matches("[1-5][0-9][0-9]")) {
                status = Integer.parseInt(line);
            } else if (line.isEmpty()) {
                break;
            } else {
                int colon = Math.max(line.indexOf(':'), 0);
                String name = line.substring(0, colon);
                String value = line.substring(colon).replaceFirst("^: *", "");
                if (Header.wellFormed(name, value)) {
                    headers.add(new Header(name, value));
                }
            }
            first = false;
        }
        return HttpResponse.of(status, headers, Arrays.copyOfRange(input, Math.min(at, input.length), input.length));
    }
}

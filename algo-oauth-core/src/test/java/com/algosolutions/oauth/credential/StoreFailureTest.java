package com.algosolutions.oauth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoreFailureTest {
    private static final String CHECK = "Check the storage, and try again.";

    private static List<Arguments> texts() {
        return List.of(
                Arguments.of(new IOException("no space left"), "no space left", CHECK),
                Arguments.of(new IOException("No space left. "), "No space left", CHECK),
                Arguments.of(
                        new IOException("/data is a file, and the store needs a folder. Remove it. Start again."),
                        "/data is a file, and the store needs a folder",
                        "Remove it. Start again."),
                Arguments.of(new FileNotFoundException(), "FileNotFoundException", CHECK),
                Arguments.of(
                        new UnreadableRecordException("profile-1", "is damaged", "Restore it."),
                        "record profile-1 is damaged",
                        "Restore it."));
    }

    /** A message gives one fix: that of the store, or the general one. */
    @ParameterizedTest
    @MethodSource("texts")
    void textOfAStore_isSplitIntoReasonAndFix(IOException thrown, String reason, String advice) {
        StoreFailure failure = StoreFailure.of(thrown);
        assertThat(failure).isEqualTo(new StoreFailure(reason, advice));
        assertThat(failure).hasToString(reason + ". " + advice);
    }
}

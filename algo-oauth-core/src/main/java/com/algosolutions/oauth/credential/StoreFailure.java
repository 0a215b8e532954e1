package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.store.UnreadableRecordException;
import java.io.IOException;

/**
 * What an exception of a store says: the reason, and the one fix that a message is to give. The text of a store may have its own advice.
 *
 * @param reason what is wrong, a clause without a full stop
 * @param advice the fix, one or more sentences in the imperative
 */
public record StoreFailure(String reason, String advice) {

    public static StoreFailure of(IOException e) {
        if (e instanceof UnreadableRecordException unreadable) {
            return new StoreFailure("record " + unreadable.recordId() + " " + unreadable.reason(), unreadable.advice());
        }
        String text = e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().strip();
        int end = text.indexOf(". ");
        return end < 0
                ? new StoreFailure(text.replaceFirst("\\.$", ""), "Check the storage, and try again.")
                : new StoreFailure(text.substring(0, end), text.substring(end + 2));
    }

    /** {@return the reason and the fix} */
    @Override
    public String toString() {
        return reason + ". " + advice;
    }
}

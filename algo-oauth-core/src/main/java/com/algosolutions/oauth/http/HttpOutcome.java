package com.algosolutions.oauth.http;

import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import org.jspecify.annotations.Nullable;

/** The result of sending a request: {@link Received}, or {@link NoResponse}. */
public sealed interface HttpOutcome {
    /** This result for a caller that needs the body: {@link NoResponse} in place of a success without its body. */
    default HttpOutcome withBody() {
        return this instanceof Received received && received.bodyLost != null && received.reply.successful()
                ? new NoResponse(received.bodyLost, true)
                : this;
    }

    /** This result with the response's body taken for lost if it is larger than a limit for responses of its kind. */
    default HttpOutcome limited(int bytes) {
        return this instanceof Received received && received.reply.toBytes().length > bytes
                ? new Received(
                        HttpResponse.of(received.reply.status(), received.reply.headers(), new byte[0]),
                        NetworkError.TOO_LARGE)
                : this;
    }

    /**
     * A response arrived, at least its status and its headers.
     *
     * @param reply the response; without a body if that did not arrive whole
     * @param bodyLost why the body did not arrive; null if it did
     */
    record Received(HttpResponse reply, @Nullable NetworkError bodyLost) implements HttpOutcome {

        /** {@return status and length; not the body} */
        @Override
        public String toString() {
            return bodyLost == null ? reply.toString() : reply + ", body lost: " + bodyLost.meaning();
        }
    }

    /**
     * No usable response arrived.
     *
     * @param error the reason
     * @param mayHaveBeenSent whether the server may have received the request
     * @param seen what was seen, in place of the error's general meaning; null if there is nothing to add
     */
    record NoResponse(
            NetworkError error,
            boolean mayHaveBeenSent,
            @Nullable String seen) implements HttpOutcome {
        NoResponse(NetworkError error, boolean mayHaveBeenSent) {
            this(error, mayHaveBeenSent, null);
        }

        /** The failure of the request; {@code subject} names what is missing, such as "no token from login.example.com". */
        public Failure failure(Step step, String subject) {
            return error.failure(step, subject, seen == null ? error.meaning() : seen);
        }
    }
}

package com.algosolutions.console.device;

import com.algosolutions.button.TargetResult;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the screen says of a press, to a person in front of it: one sentence, without technical words. */
final class Wording {
    private Wording() {}

    /**
     * The sentence for an ended press.
     *
     * @param labels the targets' names, in the order of the results
     */
    static String sentence(List<TargetResult> results, List<String> labels) {
        long delivered = results.stream().filter(TargetResult::delivered).count();
        if (delivered == results.size()) {
            return results.size() == 1
                    ? "Message delivered to " + labels.get(0) + "."
                    : "All " + delivered + " delivered.";
        }
        String reason = results.stream()
                .filter(result -> !result.delivered() && !result.queued())
                .findFirst()
                .or(() -> results.stream().filter(TargetResult::queued).findFirst())
                .map(Wording::reason)
                .orElse("");
        return delivered == 0 ? reason : delivered + " of " + results.size() + " delivered. " + reason;
    }

    private static String reason(TargetResult result) {
        Optional<Failure> failure = result.result().flatMap(ApiResult::failure);
        if (failure.filter(why -> why.kind() == Failure.Kind.THROTTLED).isPresent() && !result.queued()) {
            long wait =
                    failure.get().retryAfter().orElse(Duration.ofSeconds(30)).toSeconds();
            return "Too many messages at once. Press again in " + Math.max(1, wait) + " seconds.";
        }
        return switch (result.outcome()) {
            case QUEUED ->
                "Waits for the " + (answered(failure) ? "server" : "network") + ", and is sent as soon as possible.";
            case NO_CREDENTIAL ->
                failure.filter(why -> why.kind() == Failure.Kind.GRANT_INVALID).isPresent()
                        ? "Not sent: this device must be authorized again. Please tell the administrator."
                        : "Not sent: this device is not set up correctly. Please tell the administrator.";
            case INVALID -> "Not sent: this button is not set up correctly. Please tell the administrator.";
            case REJECTED -> "The message was refused. Please tell the administrator.";
            case UNREACHABLE -> "Not sent: no connection. Press again in a moment.";
            case TIMED_OUT -> "Not sent: it took too long. Press again.";
            case EXPIRED -> "Not sent: the network was away for too long. Press again if it is still needed.";
            case UNCONFIRMED, INTERRUPTED -> "Perhaps delivered: please check before you press again.";
            case CANCELLED -> "Cancelled.";
            case SKIPPED -> "Not sent, because the message before it failed.";
            case DELIVERED -> "Delivered.";
        };
    }

    /** Whether a server has answered, and asks to wait: then the network is up. */
    private static boolean answered(Optional<Failure> failure) {
        return failure.filter(why -> why.serverError().isPresent() || why.kind() == Failure.Kind.THROTTLED)
                .isPresent();
    }

    /** One line for the administrator: the fix first, then the cause; or the first result. */
    static String detail(List<TargetResult> results) {
        return results.stream()
                .filter(result -> !result.delivered() && !result.queued())
                .findFirst()
                .or(() -> results.stream().filter(TargetResult::queued).findFirst())
                .or(() -> results.stream().findFirst())
                .map(Wording::detail)
                .orElse("");
    }

    private static String detail(TargetResult result) {
        Optional<Failure> failure = result.result().flatMap(ApiResult::failure);
        StringBuilder text = new StringBuilder();
        if (failure.isPresent() && !result.queued()) {
            text.append(failure.get().advice())
                    .append(" Cause: ")
                    .append(failure.get().message());
        } else {
            text.append(result.message().replaceFirst("\\.$", ""));
        }
        result.status().ifPresent(status -> text.append(", status ").append(status));
        result.code().ifPresent(code -> text.append(", ").append(code));
        result.elapsed()
                .ifPresent(elapsed ->
                        text.append(", in ").append(elapsed.toMillis()).append(" ms"));
        if (!result.delivered()) {
            result.requestId().ifPresent(id -> text.append(", request id ").append(id));
        }
        return text.append('.').toString();
    }
}

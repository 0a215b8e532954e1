package com.algosolutions.button;

import com.algosolutions.oauth.profile.ApiHost;
import java.util.ArrayList;
import java.util.List;

/** The dispatches of a press in order, with the share of the press's time for each. Immutable. */
final class PressPlan {
    /**
     * One request to one target.
     *
     * @param number the request's number, from 1
     * @param rounds number of rounds of parallel dispatches, this one included, that share the time left when this dispatch begins
     */
    record Dispatch(int number, ButtonRequest request, ApiHost target, int rounds) {}

    private final List<Dispatch> dispatches;

    /** With {@link OnFailure#STOP} no time is reserved for later requests: they are not sent if this request does not finish. */
    PressPlan(Button button, int parallelTargets, OnFailure onFailure) {
        List<Dispatch> planned = new ArrayList<>();
        for (int i = 0; i < button.requests().size(); i++) {
            ButtonRequest request = button.requests().get(i);
            int later = 0;
            for (int j = i + 1; j < button.requests().size() && onFailure == OnFailure.CONTINUE; j++) {
                later += rounds(button.requests().get(j).targets().size(), parallelTargets);
            }
            int targets = request.targets().size();
            for (int k = 0; k < targets; k++) {
                planned.add(new Dispatch(
                        i + 1, request, request.targets().get(k), rounds(targets - k, parallelTargets) + later));
            }
        }
        dispatches = List.copyOf(planned);
    }

    private static int rounds(int targets, int parallel) {
        return (targets - 1) / parallel + 1;
    }

    List<Dispatch> dispatches() {
        return dispatches;
    }
}

package com.algosolutions.button;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.profile.ApiHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dispatches of the presses of a button in order, with the share of a press's time for each. Thread-safe. */
final class PressPlan {
    /** One request to one target. */
    static final class Dispatch {
        private final int number;
        private final ButtonRequest request;
        private final ApiHost target;
        private final int rounds;

        /** The HTTP request, if it is the same for each press. */
        private volatile @Nullable ApiRequest same;

        private Dispatch(int number, ButtonRequest request, ApiHost target, int rounds) {
            this.number = number;
            this.request = request;
            this.target = target;
            this.rounds = rounds;
        }

        /** The request's number, from 1. */
        int number() {
            return number;
        }

        ApiHost target() {
            return target;
        }

        boolean repeatable() {
            return request.repeatable();
        }

        /** The number of rounds of parallel dispatches, this one included, that share the time left when this dispatch begins. */
        int rounds() {
            return rounds;
        }

        /** The HTTP request of a press with these values. */
        ApiRequest request(PressSettings settings, Placeholders values) {
            ApiRequest built = same;
            if (built == null) {
                built = request.to(target, settings.client(), settings.signers(), values);
                same = request.usesPlaceholders() ? null : built;
            }
            return built;
        }
    }

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

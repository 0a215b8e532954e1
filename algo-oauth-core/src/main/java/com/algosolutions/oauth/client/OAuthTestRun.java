package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.GrantedAuthorization;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.signin.PendingTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs an OAuth test and records each step. For one thread. */
final class OAuthTestRun implements CallListener {
    private final OAuthTestRequest form;
    private final List<OAuthTestResult.TestStep> lines = new ArrayList<>();
    private List<ProfileField<?>> customEndpoints = List.of();
    private long last = System.nanoTime();

    OAuthTestRun(OAuthTestRequest form) {
        this.form = form;
    }

    /**
     * Runs the test.
     *
     * @param calls sends a request and reports its steps to the listener
     */
    OAuthTestResult run(ProfileTable profiles, BiFunction<ApiRequest, CallListener, ApiResult> calls) {
        ProfileEntry entry = profiles.find(form.profile());
        if (entry != null) {
            customEndpoints = entry.profile().customEndpoints();
        }
        Failure wrong = formFailure(entry);
        if (wrong != null) {
            failed(wrong);
            return new OAuthTestRecord(lines, Optional.empty());
        }
        ApiRequest request;
        try {
            request = form.request();
        } catch (IllegalArgumentException e) {
            String advice = String.valueOf(e.getMessage());
            failed(wrong(Step.HOST, "Target URL and Path cannot be called", advice));
            return new OAuthTestRecord(lines, Optional.empty());
        }
        GrantedAuthorization waiting = entry == null ? null : PendingTokens.waiting(entry);
        if (entry != null && waiting != null) {
            passed(
                    Step.SIGN_IN,
                    PendingTokens.changes(entry).isEmpty()
                            ? "new credentials wait to be saved, and this test does not use them: press Update Profile first"
                            : waiting.message());
        }
        return new OAuthTestRecord(lines, Optional.of(calls.apply(request, this)));
    }

    /** What is wrong with the form itself; null if nothing is. A missing profile is reported by the call. */
    private @Nullable Failure formFailure(@Nullable ProfileEntry entry) {
        if (entry != null && !entry.profile().providerType().equals(form.providerType())) {
            return wrong(
                    Step.PROVIDER_TYPE,
                    "the test names provider type " + form.providerType() + ", the profile "
                            + entry.profile().providerType(),
                    "Choose the profile's provider type in the test.");
        }
        try {
            Json.read(form.payload());
            return null;
        } catch (MalformedJsonException e) {
            return wrong(Step.REQUEST, "Data Payload is " + e.getMessage(), "Correct the JSON text.");
        }
    }

    private static Failure wrong(Step step, String meaning, String advice) {
        return Failure.of(step, Failure.Kind.CONFIGURATION, meaning, advice);
    }

    @Override
    public void passed(Step step, String how) {
        lines.add(new OAuthTestRecord.RecordedStep(step.label(), how, lap(), Optional.empty()));
        if (step == Step.PROFILE) {
            passed(Step.PROVIDER_TYPE, form.providerType() + ", as in the profile");
            if (!customEndpoints.isEmpty()) {
                passed(
                        Step.DISCOVERY,
                        "set by hand, different from the issuer's metadata: "
                                + String.join(
                                        ", ",
                                        customEndpoints.stream()
                                                .map(ProfileField::label)
                                                .toList()));
            }
        }
    }

    @Override
    public void failed(Failure failure) {
        lines.add(new OAuthTestRecord.RecordedStep(
                failure.step().label(), failure.toString(), lap(), Optional.of(failure)));
    }

    private Duration lap() {
        long now = System.nanoTime();
        Duration took = Duration.ofNanos(now - last);
        last = now;
        return took;
    }
}

package com.algosolutions.oauth.client;

import com.algosolutions.oauth.ApiRequest;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.Body;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.TestStep;
import com.algosolutions.oauth.credential.ProfileEntry;
import com.algosolutions.oauth.credential.ProfileTable;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.MalformedJsonException;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.signin.PendingTokens;
import com.algosolutions.oauth.time.Uninterruptibly;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs an OAuth test and records each step. For one thread. */
final class OAuthTestRun implements CallListener {
    private static final System.Logger LOG = System.getLogger(OAuthTestRun.class.getName());

    private final OAuthTestRequest form;
    private final List<TestStep> lines = new ArrayList<>();
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
            request = request();
        } catch (IllegalArgumentException e) {
            String advice = String.valueOf(e.getMessage());
            failed(wrong(Step.HOST, "Target URL and Path cannot be called", advice));
            return new OAuthTestRecord(lines, Optional.empty());
        }
        if (entry != null) {
            PendingTokens.waiting(entry)
                    .ifPresent(message -> passed(
                            Step.SIGN_IN,
                            PendingTokens.changes(entry).isEmpty()
                                    ? "new credentials wait to be saved, and this test does not use them: press Update Profile first"
                                    : message));
        }
        return new OAuthTestRecord(lines, Optional.of(calls.apply(request, this)));
    }

    private ApiRequest request() {
        URI uri;
        try {
            uri = URI.create(form.url().strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Write a whole URL, such as https://platform.ringcentral.com/team-messaging/v1/chats/<Team_ID>/posts.");
        }
        return ApiRequest.post(uri, Body.json(form.payload())).profile(form.profile());
    }

    /** What is wrong with the form itself; null if nothing is. A missing profile is reported by the call. */
    private @Nullable Failure formFailure(@Nullable ProfileEntry entry) {
        String providerType = form.providerType().orElse(null);
        if (entry != null
                && providerType != null
                && !entry.profile().providerType().equals(providerType)) {
            return wrong(
                    Step.PROVIDER_TYPE,
                    "the test names provider type " + providerType + ", the profile "
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
        add(new OAuthTestRecord.RecordedStep(step, how.toString(), lap(), Optional.empty()));
        if (step == Step.PROFILE) {
            form.providerType().ifPresent(type -> passed(Step.PROVIDER_TYPE, type + ", as in the profile"));
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
        add(new OAuthTestRecord.RecordedStep(failure.step(), failure.toString(), lap(), Optional.of(failure)));
    }

    private void add(TestStep line) {
        lines.add(line);
        try {
            form.listener().accept(line);
        } catch (Throwable e) { // a listener in another language may throw checked exceptions too
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The listener of an OAuth test failed: {0}",
                    Uninterruptibly.caught(e));
        }
    }

    private Duration lap() {
        long now = System.nanoTime();
        Duration took = Duration.ofNanos(now - last);
        last = now;
        return took;
    }
}

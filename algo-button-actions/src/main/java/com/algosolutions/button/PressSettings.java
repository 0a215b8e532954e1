package com.algosolutions.button;

import com.algosolutions.oauth.Authorization;
import com.algosolutions.oauth.OAuthClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** What all presses of a device share. */
record PressSettings(
        OAuthClient client,
        Map<HeadersMode, Authorization> signers,
        Duration timeout,
        int parallelTargets,
        OnFailure onFailure,
        SecondPress secondPress,
        Duration debounce,
        LongSupplier ticker,
        Executor threads) {

    private static final Duration MOST_RESERVE = Duration.ofMillis(400);

    /** What is kept of a press's time to gather the outcomes: its calls end that much earlier. */
    Duration reserve() {
        Duration twentieth = timeout.dividedBy(20);
        return twentieth.compareTo(MOST_RESERVE) < 0 ? twentieth : MOST_RESERVE;
    }
}

package com.algosolutions.button;

import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.RequestSigner;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The settings of all presses of a device. */
record PressSettings(
        ApiClient client,
        Map<HeadersMode, RequestSigner> signers,
        Duration timeout,
        int parallelTargets,
        OnFailure onFailure,
        RepeatedPress repeatedPress,
        Duration debounce,
        LongSupplier ticker,
        Placeholders device,
        Clock clock,
        Executor threads) {
    /** For a text that people read, in the time zone of the device. */
    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final long MOST_RESERVE = 400_000_000;

    /** The placeholder values of a press of a button that begins now. */
    Placeholders values(Button button, String press) {
        if (!button.usesPlaceholders()) {
            return Placeholders.filled();
        }
        ZonedDateTime now = ZonedDateTime.now(clock);
        return device.with(Map.of(
                Placeholders.BUTTON_TEXT, button.text(),
                Placeholders.LOCAL_TIME, LOCAL_TIME.format(now),
                Placeholders.LOCAL_DATE, now.toLocalDate().toString(),
                Placeholders.PRESS_ID, press));
    }

    /** The part of a press's time, in nanoseconds, that is reserved to collect the outcomes. Requests end that much before the deadline. */
    long reserve() {
        return Math.min(timeout.toNanos() / 20, MOST_RESERVE);
    }
}

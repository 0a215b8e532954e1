package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.algosolutions.button.ButtonActions;
import com.algosolutions.button.OfflineQueue;
import com.algosolutions.oauth.ApiClient;
import com.algosolutions.oauth.ApiResult;
import com.algosolutions.oauth.store.RecordStore;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each value of docs/limits.md is the one of the code. */
class LimitsTest {
    private static final Path PAGE = Path.of("..", "docs", "limits.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!What )(.+?) \\| ([^|]+?) \\| [^|]+ \\|$");

    private final Map<String, String> values = new LinkedHashMap<>();

    @Test
    void page_hasTheValuesOfTheCode() throws Exception {
        calls();
        presses();
        tokens();
        repetitions();
        storeAndSizes();

        Map<String, String> written = new LinkedHashMap<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach((MatchResult row) -> written.put(row.group(1), row.group(2)));
        assertThat(written).as("%s, by row", PAGE).isEqualTo(values);
    }

    private void calls() throws Exception {
        Object client = made("oauth.client.ClientSettings");
        put("a call, from name lookup to the last byte, the wait for a token included", field(client, "callTimeout"));
        put(
                "a token, sign-in, discovery or revocation request, for all callers together",
                field(client, "tokenTimeout"));
        put("one connection attempt, for each address of a host", field(client, "connectTimeout"));
        put("the next bytes of a response or request", field(client, "readTimeout"));
        put("the longest time-out that counts; a longer one is cut", constant("oauth.time.Deadline", "LONGEST"));
        put(
                "`close()`: the last attempt to store tokens that the store has refused",
                constant("oauth.credential.Credential", "LONGEST_CLOSE"));
        bytes("the body of an API's response", field(client, "maxResponseBytes"));
    }

    private void presses() throws Exception {
        ApiClient none = request ->
                ApiResult.builder(request, ApiResult.Outcome.DELIVERED).build();
        Object buttons = ButtonActions.builder(none);
        OfflineQueue queue = OfflineQueue.in(RecordStore.inMemory());
        put("a press, all requests and token calls together", field(buttons, "pressTimeout"));
        put("a press of the same button after the last one counts as a contact bounce", field(buttons, "debounce"));
        put("targets of one request that are sent to in parallel", field(buttons, "parallelTargets"));
        put(
                "presses of one button that wait with `RepeatedPress.QUEUE`",
                constant("button.RunningPresses", "MOST_WAITING"));
        put("presses in the offline queue", queue.capacity());
        put("a queued press expires", queue.expiry());
        put("the offline queue tries again", queue.interval());
        put(
                "the queue sends nothing to a target after its 429 without `Retry-After`",
                constant("button.QueueBackOffs", "UNNAMED"));
        put(
                "a target of signed requests whose `Date` differs by more is signed for with its own time",
                constant("button.AlgoStandardAuthentication", "CLOCK_TOLERANCE"));
    }

    private void tokens() throws Exception {
        put(
                "an access token whose response names no life",
                constant("oauth.endpoint.TokenEndpoint", "DEFAULT_EXPIRES_IN"));
        put("the longest life that is believed", constant("oauth.endpoint.TokenEndpoint", "LONGEST_EXPIRES_IN"));
        put(
                "an access token counts as expired before its end: a tenth of its life, at most",
                constant("oauth.token.AccessToken", "LONGEST_MARGIN"));
        put(
                "an access token is renewed after use before its end: a quarter of its life, at most",
                constant("oauth.token.AccessToken", "LONGEST_WINDOW"));
        put(
                "an unused refresh token is checked, with `keepRefreshTokensAlive()`, at least each",
                constant("oauth.token.RefreshTokenKeepAlive", "LONGEST"));
        put("a pasted JWT is announced to expire, in the events", constant("oauth.token.PastedAssertion", "WARNED"));
        put("a JWT that the device signs lives for", constant("oauth.jose.JwtAssertion", "LIFETIME"));
        put("a JWT that the device signs is back-dated by", constant("oauth.jose.JwtAssertion", "BACK_DATED"));
    }

    private void repetitions() throws Exception {
        put(
                "repetitions of a token request after a 503, within one renewal",
                constant("oauth.endpoint.RetryingTokenEndpoint", "MOST_RETRIES"));
        put(
                "automatic repetitions that a client has in reserve; each success gives one back",
                constant("oauth.endpoint.RetryBudget", "FULL"));
        put(
                "a refresh token is presented again after a lost response",
                constant("oauth.endpoint.BackOffs", "RETRY_OF_LOST_ROTATION"));
        backOff(
                "oauth.token.Renewal",
                "OUTAGE",
                "the first wait after an outage of the token endpoint; it doubles",
                "the longest wait after an outage");
        put("the wait after a 429 without `Retry-After`", constant("oauth.token.Renewal", "RATE_LIMITED"));
        put("the longest `Retry-After` that counts", constant("oauth.http.RetryAfter", "LONGEST"));
        backOff(
                "oauth.token.NoToken",
                "REJECTED",
                "the first wait after a rejection of the credentials; it grows sixfold",
                "the longest wait after a rejection");
        backOff(
                "oauth.token.RenewalRecovery",
                "WAITS",
                "a renewal whose response was lost is completed, or tokens are written again: the first wait; it doubles",
                "the same: the longest wait");
        put(
                "a valid token is not renewed while the store refuses the journal, for",
                constant("oauth.token.Renewal", "STORE_REFUSES"));
        put(
                "refusals after which a refresh token without another grant is dropped",
                constant("oauth.token.CredentialState", "MOST_UNKNOWN_REFUSALS"));
        put("a sign-in with a browser", constant("oauth.signin.BrowserSignIn", "LIFE"));
        put(
                "the polling interval if the server names none",
                constant("oauth.endpoint.DeviceAuthorizationResponse", "DEFAULT_INTERVAL"));
        put("what `slow_down` adds to the polling interval", constant("oauth.signin.PollingSchedule", "SLOWER"));
        put(
                "polling waits at most so many intervals after failures in a row",
                constant("oauth.signin.PollingSchedule", "LONGEST_WAIT"));
        put(
                "the longest life of a device code that counts",
                constant("oauth.endpoint.DeviceAuthorizationResponse", "LONGEST_LIFE"));
        put("revocations that a client tries again", constant("oauth.credential.Revocations", "MOST"));
    }

    private void storeAndSizes() throws Exception {
        put("a writer waits for other writers of a folder", constant("oauth.store.DirectoryStore", "WRITERS_LIMIT"));
        bytes("the largest record", constant("oauth.store.RecordFile", "MAX_LENGTH"));
        put("the longest id of a record, in characters", constant("oauth.store.RecordId", "MAX_LENGTH"));
        put(
                "the deletion of a profile waits for a renewal in progress",
                constant("oauth.client.Profiles", "LOCK_LIMIT"));

        bytes(
                "the body of a response of an authorization server",
                constant("oauth.endpoint.ClientRequest", "LARGEST_REPLY"));
        bytes("the metadata of an issuer", constant("oauth.endpoint.MetadataEndpoint", "LARGEST"));
        bytes(
                "the status line and headers of a response on the wire, and what a broken response may add",
                constant("oauth.http.OpenSocket", "HEAD_BYTES"));
        put("levels of a JSON text", constant("oauth.json.Json", "MAX_DEPTH"));
        put("values of a JSON text", constant("oauth.json.Json", "MAX_VALUES"));
        put("characters of a JSON text that the library parses", constant("oauth.json.Json", "MAX_LENGTH"));
        bytes("a button or configuration document", constant("button.TextFile", "LONGEST_DOCUMENT"));
        put("a callback, in characters", constant("oauth.signin.Callback", "LONGEST"));
        put("what placeholders add to one text, in characters", constant("button.Placeholders", "MOST_ADDED"));
        put("texts of a success condition", constant("oauth.SuccessCondition", "MOST_TEXTS"));
        put("characters of such a text", constant("oauth.SuccessCondition", "LONGEST_TEXT"));
        put("characters of a server's text that are shown", constant("oauth.endpoint.Redactor", "LONGEST"));
        put("the name of a profile, in characters", constant("oauth.profile.ProfileRules", "LONGEST_NAME"));
        put("the shortest RSA key, in bits", constant("oauth.profile.SigningKey", "LEAST_RSA_BITS"));

        put("daemon threads that renew and poll, for all profiles", constant("oauth.time.Workers", "MOST"));
        put("an idle connection is kept for", constant("oauth.http.HttpTransport", "IDLE_CONNECTION"));
        put("idle connections that are kept", constant("oauth.http.HttpTransport", "IDLE_CONNECTIONS"));
        put(
                "events that a client keeps, and that wait for the listener",
                constant("oauth.credential.EventLog", "MOST"));
        put("problems that one exception lists", constant("oauth.input.InvalidInputException", "MOST"));
        put("profiles whose sign-ins stay in memory", constant("oauth.signin.SignInRecords", "MOST_KNOWN"));
    }

    private void put(String row, Object value) {
        values.put(row, value instanceof Duration time ? text(time) : String.format(Locale.ROOT, "%,d", value));
    }

    private void bytes(String row, Object value) {
        long bytes = ((Number) value).longValue();
        values.put(row, bytes % (1 << 20) == 0 ? bytes / (1 << 20) + " MiB" : bytes / 1024 + " KiB");
    }

    private void backOff(String type, String name, String first, String longest) throws ReflectiveOperationException {
        Object waits = constant(type, name);
        put(first, field(waits, "first"));
        put(longest, field(waits, "longest"));
    }

    private static String text(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + (time.toDays() == 1 ? " day" : " days");
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h";
        }
        return time.compareTo(Duration.ofMinutes(1)) > 0
                ? time.toMinutes() + " min"
                : time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static Object made(String type) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName("com.algosolutions." + type).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Object constant(String type, String name) throws ReflectiveOperationException {
        Field field = Class.forName("com.algosolutions." + type).getDeclaredField(name);
        assertThat(Modifier.isStatic(field.getModifiers()))
                .as("%s.%s", type, name)
                .isTrue();
        field.setAccessible(true);
        return field.get(null);
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}

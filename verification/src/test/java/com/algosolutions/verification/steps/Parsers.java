package com.algosolutions.verification.steps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.button.DeviceConfiguration;
import com.algosolutions.oauth.Header;
import com.algosolutions.oauth.HttpResponse;
import com.algosolutions.oauth.Step;
import com.algosolutions.oauth.SuccessCondition;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.endpoint.ErrorResponse;
import com.algosolutions.oauth.endpoint.Redactor;
import com.algosolutions.oauth.endpoint.TokenEndpoint;
import com.algosolutions.oauth.http.RetryAfter;
import com.algosolutions.oauth.input.PastedText;
import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.jose.DpopProofs;
import com.algosolutions.oauth.jose.JwtExpiry;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.profile.ApiHost;
import com.algosolutions.oauth.profile.OAuthProfile;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ProfileForm;
import com.algosolutions.oauth.profile.ServerMetadata;
import com.algosolutions.oauth.providers.Google;
import com.algosolutions.oauth.providers.Microsoft;
import com.algosolutions.oauth.providers.Slack;
import com.algosolutions.oauth.providers.Zoom;
import com.algosolutions.oauth.ringcentral.RingCentral;
import com.algosolutions.oauth.ringcentral.TeamId;
import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.time.TrustedClock;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every parser of texts that a server, a browser, a disk or an operator gives, with the texts around the hostile part, which is marked by §. A
 * parser may reject a text with an IllegalArgumentException only.
 */
public final class Parsers implements Supplier<Map<String, Map.Entry<List<String>, Consumer<String>>>> {
    private static final URI API = URI.create("https://api.example.com/v1/posts");
    private static final String SECRET = "abcdefgh-0123456789-aaaaaaaa-%%%%%%%%-1111";
    private static final List<OAuthProvider> PROVIDERS =
            List.of(new RingCentral(), new Microsoft(), new Google(), new Slack(), new Zoom());

    private final Map<String, Map.Entry<List<String>, Consumer<String>>> parsers = new LinkedHashMap<>();

    @Override
    public Map<String, Map.Entry<List<String>, Consumer<String>>> get() {
        json();
        responses();
        headers();
        signIn();
        operator();
        keys();
        records();
        output();
        return parsers;
    }

    private void add(String name, Consumer<String> parser, String... around) {
        parsers.put(name, Map.entry(around.length == 0 ? List.of("§") : List.of(around), parser));
    }

    private static HttpResponse response(int status, String body, String... headers) {
        List<Header> list = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            if (Header.wellFormed(headers[i], headers[i + 1])) {
                list.add(new Header(headers[i], headers[i + 1]));
            }
        }
        return HttpResponse.of(status, list, body.getBytes(UTF_8));
    }

    private static Redactor redactor() {
        return new Redactor(List.of(Secret.of(SECRET), Secret.of("short")));
    }

    private static void explain(OAuthProvider provider, HttpResponse response) {
        String said = new ErrorResponse(Endpoint.API, provider, response)
                .failure(Step.REPLY, API, redactor())
                .toString();
        if (said.length() > 4_000) {
            throw new IllegalStateException("a failure of " + said.length() + " characters");
        }
    }

    private void json() {
        add("Json", Json::read, "§", "[§]", "{\"a\":\"§\"}", "{\"§\":1}", "{§}", "{\"a\":[{§}]}");
        add(
                "Json, written",
                text -> {
                    Object value = Json.read(text);
                    Json.write(value);
                    Json.writeIndented(value);
                },
                "\"§\"",
                "[§1]",
                "[[§1]]",
                "{§\"z\":1}");
    }

    private void responses() {
        for (OAuthProvider provider : PROVIDERS) {
            add(
                    "error codes, " + provider.id(),
                    text -> explain(provider, response(400, text)),
                    "{\"errors\":[§{\"errorCode\":\"CMN-102\"}],\"errorCode\":\"a\"}");
        }
        add(
                "error response",
                text -> explain(new Google(), response(400, text)),
                "§",
                "{\"error\":\"§\",\"error_description\":\"§\"}",
                "{\"error\":{\"code\":\"§\"}}",
                "<html><title>§</title>",
                "error=§");
        TrustedClock clock = new TrustedClock(Clock.systemUTC(), System::nanoTime);
        OAuthProfile profile = form().build();
        TokenEndpoint endpoint =
                new TokenEndpoint(() -> profile, List::of, new Google(), none(), clock, new DpopProofs(clock));
        Method read = method(
                TokenEndpoint.class,
                "read",
                HttpResponse.class,
                boolean.class,
                Instant.class,
                Optional.class,
                boolean.class,
                null,
                Redactor.class);
        Object fate = read.getParameterTypes()[5].getEnumConstants()[0];
        add(
                "token response",
                text -> call(
                        read,
                        endpoint,
                        response(200, text),
                        false,
                        Instant.now(),
                        Optional.empty(),
                        false,
                        fate,
                        redactor()),
                "§",
                "{\"access_token\":\"§\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\",\"token_type\":\"§\"}",
                "{\"access_token\":\"a\",\"expires_in\":\"§\"}",
                "{\"access_token\":\"a\",\"expires_in\":§1}",
                "{\"access_token\":\"a\",\"scope\":\"§\",\"refresh_token\":\"§\"}",
                "{\"access_token\":\"a\",\"scope\":[§\"z\"]}",
                "{\"Access-Token\":\"a\",§\"z\":1}",
                "{§\"z\":{\"access_token\":\"a\"}}",
                "access_token=§",
                "access_token=a&§");
        add(
                "device authorization response",
                text -> DeviceAuthorizationResponse.read(Json.readObject(text)),
                "{\"device_code\":\"§\",\"user_code\":\"A\",\"verification_uri\":\"https://a.example/\",\"expires_in\":300}",
                "{\"device_code\":\"a\",\"user_code\":\"§\",\"verification_uri\":\"https://a.example/\",\"expires_in\":300}",
                "{\"device_code\":\"a\",\"user_code\":\"A\",\"verification_uri\":\"§\",\"expires_in\":300}",
                "{\"device_code\":\"a\",\"user_code\":\"A\",\"verification_uri\":\"https://§/\",\"expires_in\":\"§\"}");
        URI issuer = URI.create("https://login.example.com");
        String metadata =
                "{\"issuer\":\"https://login.example.com\",\"token_endpoint\":\"https://login.example.com/t\",";
        add(
                "metadata",
                text -> {
                    ServerMetadata read1 = ServerMetadata.read(issuer, Json.readObject(text), false);
                    form().fillFrom(read1).hints();
                },
                "{\"issuer\":\"§\"}",
                "{\"issuer\":\"https://§/\"}",
                metadata + "\"grant_types_supported\":[§\"z\"]}",
                metadata + "\"grant_types_supported\":[\"§\"]}",
                metadata + "\"revocation_endpoint\":\"https://§/\"}",
                metadata + "\"mtls_endpoint_aliases\":{§\"z\":1}}",
                metadata + "§\"z\":1}");
        SuccessCondition condition =
                SuccessCondition.any().containing("\"ok\": true").notContaining("<html");
        add("success condition", text -> condition.brokenBy(response(200, text)));
    }

    private void headers() {
        add(
                "WWW-Authenticate",
                text -> explain(new Google(), response(401, "", "WWW-Authenticate", text)),
                "§",
                "Bearer §",
                "Bearer error=\"§\"");
        add("many headers", text -> {
            List<String> headers = new ArrayList<>();
            for (int i = 0; i < text.length() / 4; i++) {
                headers.addAll(
                        List.of(text.charAt(0) == '/' ? "WWW-Authenticate" : "x", text.substring(4 * i, 4 * i + 4)));
            }
            HttpResponse response = response(429, "", headers.toArray(String[]::new));
            explain(new Google(), response);
        });
        add(
                "Retry-After",
                text -> {
                    HttpResponse response = response(429, "", "Date", text, "Retry-After", text);
                    RetryAfter.of(response);
                    RetryAfter.unreadable(response);
                },
                "§",
                "1§",
                "Sun, §",
                "2026-11-29T§");
        add(
                "Location",
                text -> explain(new Google(), response(302, "", "Location", text)),
                "§",
                "/§",
                "https://§",
                "https://api.example.com/§");
        Method learn = method("http.OpenSocket", "learn", boolean.class, List.class, List.class);
        add(
                "Connection, Keep-Alive",
                text -> {
                    Object socket = construct(learn.getDeclaringClass(), (Object) null);
                    call(learn, socket, true, List.of(text), List.of(text));
                    call(method(learn.getDeclaringClass(), "close"), socket);
                },
                "§",
                "timeout§",
                "keep-alive§");
        Method begin = method("http.CallProgress", "beginBody", null, List.class, List.class, int.class);
        add("Content-Length, Transfer-Encoding", text -> {
            try {
                call(
                        begin,
                        construct(begin.getDeclaringClass()),
                        null,
                        List.of(text, text),
                        List.of("Identity", text),
                        1);
            } catch (IllegalStateException e) { // the ProtocolException for a length or a coding that is none
                if (!(e.getCause() instanceof java.net.ProtocolException)) {
                    throw e;
                }
            }
        });
        Method refusal = method("http.ProxyRefusal", "of", java.io.IOException.class);
        add(
                "proxy's refusal",
                text -> call(refusal, null, new java.io.IOException(text)),
                "§",
                "response code for CONNECT: §");
        Method fingerprint = method("http.ServerTrust", "fingerprint", String.class);
        add("fingerprint", text -> call(fingerprint, null, text), "§", "SHA256 Fingerprint=§");
    }

    private void signIn() {
        Method read = method("signin.Callback", "read", String.class);
        add(
                "callback",
                text -> {
                    Object callback = call(read, null, text);
                    call(
                            method(callback.getClass(), "cameTo", URI.class),
                            callback,
                            URI.create("https://a.example/cb?x=1"));
                    call(method(callback.getClass(), "repeated"), callback);
                    call(method(callback.getClass(), "instead"), callback);
                },
                "§",
                "/cb?§",
                "/cb?code=§",
                "/cb?state=§&error=§",
                "https://§?code=1",
                "/§?code=1");
        add(
                "problems of a document that has secrets",
                text -> Problem.hiding(
                        Stream.of(text.split("(?<=\\G.{40})"))
                                .map(part -> Problem.of("field", "is not " + part, "Remove it."))
                                .toList(),
                        Secret.of("secret " + text)));
        add("JWT", text -> JwtExpiry.expiry(Secret.of(text.isEmpty() ? "x" : text)), "§", "a.§.b");
        Method ask = method("endpoint.MetadataEndpoint", "wanted");
        add(
                "issuer",
                text -> call(ask, construct(ask.getDeclaringClass(), URI.create(text), null)),
                "§",
                "https://§",
                "https://a.example/§/.well-known/openid-configuration",
                "https://a.example/.well-known/openid-configuration/§");
    }

    private static ProfileForm form() {
        return OAuthProfile.builder(new Google().preset())
                .id("p1")
                .name("p")
                .set(ProfileField.GRANT_TYPE, com.algosolutions.oauth.profile.GrantType.CLIENT_CREDENTIALS)
                .clientId("id")
                .clientSecret(Secret.of(SECRET));
    }

    private void operator() {
        add("host", ApiHost::of, "§", "§:443", "[§]", "a@§");
        add("host of a URL", text -> ApiHost.of(URI.create(text)), "https://§/", "https://[§]/", "https://a:§/");
        add("pasted text", text -> PastedText.problem("f", "l", text));
        add("pasted name", text -> PastedText.invisible("f", "l", text));
        add("problem", text -> Problem.of("f", "l", text, text).within("x").toString());
        add(
                "team link",
                TeamId::of,
                "§",
                "https://app.ringcentral.com/§",
                "https://app.ringcentral.com/l/messages/1§",
                "id §",
                "§1");
        add(
                "profile document",
                text -> form().json(text).problems(),
                "{§}",
                "{\"§\":1}",
                "{§\"z\":1}",
                "{\"extraParams\":{§\"z\":\"1\"}}");
        for (ProfileField<?> field : List.of( // one of each kind
                ProfileField.NAME,
                ProfileField.TOKEN_URL,
                ProfileField.API_HOSTS,
                ProfileField.CLIENT_SECRET,
                ProfileField.SCOPES,
                ProfileField.RESOURCES,
                ProfileField.EXTRA_PARAMS,
                ProfileField.ASSERTION_CLAIMS,
                ProfileField.ASSERTION_LIFETIME,
                ProfileField.GRANT_TYPE,
                ProfileField.SERVER_METADATA)) {
            add("form, " + field.property(), text -> {
                ProfileForm form = form().setText(field, text);
                form.problems();
                form.display(field);
                form.setText(field, form.display(field));
            });
        }
        String request =
                "{\"buttons\":[{\"identifier\":\"a\",\"numberOfApiRequests\":1,\"requests\":[{\"method\":\"POST\",\"targets\":[\"a.example\"],";
        Constructor<?> reader = method("button.ButtonReader", "read", String.class)
                .getDeclaringClass()
                .getDeclaredConstructors()[0];
        reader.setAccessible(true);
        Method placeholders = method("button.Placeholders", "of", Map.class);
        add(
                "buttons",
                text -> {
                    try {
                        Object one = reader.newInstance(true, call(placeholders, null, Map.of("deviceName", "d")));
                        call(method(one.getClass(), "read", String.class), one, text);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "{\"buttons\":[§{}]}",
                "{\"screens\":[§{}]}",
                "{§}",
                "{\"buttons\":[{§\"z\":1}]}",
                request + "\"customPath\":\"/§\"}]}]}",
                request + "\"customPath\":\"§\",\"dataPayload\":\"§\"}]}]}",
                request + "\"customHeaders\":[§{}]}]}]}",
                request + "\"headers\":\"Custom\",\"customHeaders\":[{\"name\":\"Content-Type\",\"value\":\"§\"}]}]}]}",
                request + "\"success\":{\"contains\":[§\"z\"],\"statuses\":[200]}}]}]}",
                request + "\"command\":\"§\"}]}]}",
                "{\"buttons\":[{\"identifier\":\"a\",\"requests\":[{\"targets\":[§\"z\"]}]}]}");
        add(
                "configuration",
                text -> DeviceConfiguration.parse(text, new com.algosolutions.button.SecretSource() {
                    @Override
                    public List<String> schemes() {
                        return List.of("env");
                    }

                    @Override
                    public Optional<Secret> secret(String scheme, String name) {
                        return Optional.empty();
                    }
                }),
                "{\"profiles\":[§{}]}",
                "{\"profiles\":[{§\"z\":1}]}",
                "{\"profiles\":[{\"clientSecret\":\"§\"}]}",
                "{\"device\":{\"pins\":{§\"z\":1}}}",
                "{\"device\":{\"pins\":{\"a.example\":[§\"z\"]}}}",
                "{\"device\":{\"plainHttp\":[§\"z\"]}}",
                "{\"device\":{\"proxy\":{\"host\":\"§\"},\"name\":\"§\"}}",
                "{§}");
    }

    private void keys() {
        Method read = method("profile.SigningKey", "read", Secret.class, Optional.class);
        add(
                "key",
                text -> {
                    call(read, null, Secret.of(text.isEmpty() ? "x" : text), Optional.empty());
                    throw new IllegalArgumentException();
                },
                "§",
                "-----BEGIN PRIVATE KEY-----§-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----§",
                "{\"keys\":[§{\"kty\":\"RSA\"}]}",
                "{\"kty\":\"RSA\",\"d\":\"§\",\"n\":\"§\"}",
                "{\"a\":\"§\"}",
                "eyJ§");
        add(
                "key in DER",
                text -> {
                    String encoded = Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
                    call(read, null, Secret.of(encoded), Optional.of(Secret.of("p")));
                    throw new IllegalArgumentException();
                },
                "\u0030\u0083\u0001\u0000\u0000\u0002\u0001\u0000§",
                "\u0030\u0083\u0001\u0000\u0000§",
                "\u0030\u0082\u0010\u0000\u0002\u0001\u0003\u0030§");
    }

    private void records() {
        for (String name : List.of(
                "credential.ProfileRecord",
                "credential.PendingRevocation",
                "signin.SignInRecord",
                "signin.DeviceSignInRecord")) {
            Method read = method(name, "read", byte[].class);
            add(
                    "record, " + name,
                    text -> call(read, null, (Object) text.getBytes(UTF_8)),
                    "§",
                    "{\"version\":1,§\"z\":1}",
                    "{\"version\":1,\"profile\":{§\"z\":1},\"credential\":{\"a\":\"§\"}}");
        }
        Method queued = method("button.QueuedPress", "of", byte[].class);
        add(
                "record, queued press",
                text -> call(queued, null, (Object) text.getBytes(UTF_8)),
                "§",
                "{\"version\":1,\"requests\":[§{}]}");
        Method file = method("store.RecordFile", "read", String.class, byte[].class);
        add("record's file", text -> call(file, null, "id", text.getBytes(ISO_8859_1)), "§", "ALGOREC\u0001§");
    }

    private void output() {
        add("redactor, text", text -> redactor().clean(text), "§", "§abcdefgh§");
        add("redactor, body", text -> redactor().mask(text));
        add("redactor, secret", text -> new Redactor(List.of(Secret.of(text))).mask(text), "é§");
        add(
                "redactor, many secrets",
                text -> {
                    List<Secret> secrets = Stream.of(text.split("(?<=\\G.{9})"))
                            .map(Secret::of)
                            .toList();
                    new Redactor(secrets).mask(text);
                },
                "§x");
        add("visible", Redactor::visible);
        add("body", text -> response(200, text).body(), "§", "\uFEFF§");
    }

    /** No transport: the parser that needs an endpoint sends nothing. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T none() {
        return null;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(
                    "com.algosolutions." + (name.startsWith("button.") ? name : "oauth." + name),
                    true,
                    Parsers.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method method(String type, String name, Class<?>... parameters) {
        return method(type(type), name, parameters);
    }

    /** A method; a null parameter is of any type. */
    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        Method found = Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name)
                        && method.getParameterCount() == parameters.length
                        && !method.isSynthetic())
                .filter(method -> {
                    for (int i = 0; i < parameters.length; i++) {
                        if (parameters[i] != null && parameters[i] != method.getParameterTypes()[i]) {
                            return false;
                        }
                    }
                    return true;
                })
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + type + "." + name));
        ((AccessibleObject) found).setAccessible(true);
        return found;
    }

    private static Object construct(Class<?> type, Object... arguments) {
        try {
            Constructor<?> constructor = Stream.of(type.getDeclaredConstructors())
                    .filter(each -> each.getParameterCount() == arguments.length)
                    .findFirst()
                    .orElseThrow();
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw thrown(e);
        }
    }

    private static Object call(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (ReflectiveOperationException e) {
            throw thrown(e);
        }
    }

    private static RuntimeException thrown(ReflectiveOperationException e) {
        if (e instanceof InvocationTargetException wrapped && wrapped.getCause() instanceof RuntimeException usual) {
            return usual;
        }
        if (e instanceof InvocationTargetException wrapped && wrapped.getCause() instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e instanceof InvocationTargetException wrapped ? wrapped.getCause() : e);
    }
}

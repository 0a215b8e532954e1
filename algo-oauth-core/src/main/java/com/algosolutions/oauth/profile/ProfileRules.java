package com.algosolutions.oauth.profile;

import static com.algosolutions.oauth.profile.ProfileField.API_HOSTS;
import static com.algosolutions.oauth.profile.ProfileField.AUTH_URL;
import static com.algosolutions.oauth.profile.ProfileField.CLIENT_AUTH_MODE;
import static com.algosolutions.oauth.profile.ProfileField.CLIENT_ID;
import static com.algosolutions.oauth.profile.ProfileField.CLIENT_SECRET;
import static com.algosolutions.oauth.profile.ProfileField.DEFAULT_EXPIRES_IN;
import static com.algosolutions.oauth.profile.ProfileField.DEVICE_URL;
import static com.algosolutions.oauth.profile.ProfileField.EXTRA_PARAMS;
import static com.algosolutions.oauth.profile.ProfileField.GRANT_TYPE;
import static com.algosolutions.oauth.profile.ProfileField.ISSUER;
import static com.algosolutions.oauth.profile.ProfileField.ISSUER_CHECK;
import static com.algosolutions.oauth.profile.ProfileField.JWT_ASSERTION;
import static com.algosolutions.oauth.profile.ProfileField.JWT_ASSERTION_MODE;
import static com.algosolutions.oauth.profile.ProfileField.NAME;
import static com.algosolutions.oauth.profile.ProfileField.PAR_URL;
import static com.algosolutions.oauth.profile.ProfileField.PKCE_METHOD;
import static com.algosolutions.oauth.profile.ProfileField.PROVIDER_TYPE;
import static com.algosolutions.oauth.profile.ProfileField.REDIRECT_URI;
import static com.algosolutions.oauth.profile.ProfileField.RESOURCES;
import static com.algosolutions.oauth.profile.ProfileField.RESPONSE_TYPE;
import static com.algosolutions.oauth.profile.ProfileField.REVOCATION_URL;
import static com.algosolutions.oauth.profile.ProfileField.SCOPES;
import static com.algosolutions.oauth.profile.ProfileField.SCOPE_MODE;
import static com.algosolutions.oauth.profile.ProfileField.TOKEN_URL;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.input.Problem;
import com.algosolutions.oauth.input.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every rule of the form, checked in one pass. */
final class ProfileRules {
    /**
     * Parameters that the requests set themselves, or that would change how the response is returned: RFC 6749, 7521, 7523, 7636, 8628,
     * 8693, 8707, 9101, 9126, 9449, and OAuth 2.0 Multiple Response Types.
     */
    private static final Set<String> STANDARD_PARAMS = Set.of(
            "assertion",
            "client_assertion",
            "client_assertion_type",
            "client_id",
            "client_secret",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "device_code",
            "dpop_jkt",
            "grant_type",
            "redirect_uri",
            "refresh_token",
            "request",
            "request_uri",
            "resource",
            "response_mode",
            "response_type",
            "scope",
            "state");

    /** The parameters of an authorization response: RFC 6749 section 4.1.2 and RFC 9207. */
    private static final Set<String> RESPONSE_PARAMS =
            Set.of("code", "state", "iss", "error", "error_description", "error_uri");

    private static final Duration LONGEST_DEFAULT_EXPIRY = Duration.ofDays(30);
    private static final int LONGEST_NAME = 100;

    private final Map<ProfileField<?>, Object> values;
    private final boolean loopbackHttp;
    private final Preset preset;
    private final List<Problem> problems = new ArrayList<>();

    ProfileRules(Map<ProfileField<?>, Object> values, boolean loopbackHttp, Preset preset) {
        this.values = values;
        this.loopbackHttp = loopbackHttp;
        this.preset = preset;
    }

    List<Problem> problems(Set<ProfileField<?>> given) {
        names();
        endpoints();
        client();
        scopes();
        resources();
        extraParams();
        grant();
        problems.addAll(new SigningRules(values).problems());
        problems.addAll(new PresetRules(values, preset).problems(given));
        Duration life = value(DEFAULT_EXPIRES_IN);
        if (life != null && (life.isNegative() || life.isZero() || life.compareTo(LONGEST_DEFAULT_EXPIRY) > 0)) {
            problem(DEFAULT_EXPIRES_IN, "is out of range", "Write 1 to 2592000 seconds.");
        }
        return pastedFirst();
    }

    /** A field whose text pasting has changed has only that problem: the others may come from it. */
    private List<Problem> pastedFirst() {
        List<Problem> pasted = new ArrayList<>();
        Set<String> fields = new HashSet<>();
        for (Map.Entry<ProfileField<?>, Object> entry : values.entrySet()) {
            Problem problem = entry.getKey().pasted(entry.getValue()).orElse(null);
            if (problem != null) {
                pasted.add(problem);
                fields.add(problem.field());
            }
        }
        for (Problem problem : problems) {
            if (!fields.contains(problem.field())) {
                pasted.add(problem);
            }
        }
        return pasted;
    }

    private void names() {
        require(NAME, "Give the profile a name, such as Front desk.");
        String name = value(NAME);
        if (name != null && (name.length() > LONGEST_NAME || !name.equals(name.strip()) || !printable(name))) {
            problem(
                    NAME,
                    "is not a usable name",
                    "Use 1 to " + LONGEST_NAME
                            + " visible characters, without spaces at the ends and without line breaks.");
        }
        if (name != null && !Secret.mask(name, secrets()).equals(name)) {
            problem(NAME, "looks like a secret", "Give the profile a name that logs may show.");
        }
        require(PROVIDER_TYPE, "Choose a provider type, such as RINGCENTRAL or GENERIC.");
        require(GRANT_TYPE, "Choose one of " + String.join(", ", GRANT_TYPE.choices()) + ".");
    }

    /** The secrets of the form, of which an operator may have pasted one into another field too. */
    Secret[] secrets() {
        List<Secret> secrets = new ArrayList<>();
        for (Object value : values.values()) {
            if (value instanceof Secret secret) {
                secrets.add(secret);
            }
        }
        return secrets.toArray(new Secret[0]);
    }

    private void endpoints() {
        require(TOKEN_URL, "Copy the token endpoint's URL from the provider's documentation.");
        for (ProfileField<URI> field : List.of(TOKEN_URL, AUTH_URL, PAR_URL, DEVICE_URL, REVOCATION_URL, ISSUER)) {
            URI url = value(field);
            if (url != null) {
                endpoint(field, url);
            }
        }
        URI issuer = value(ISSUER);
        if (issuer != null && issuer.getRawQuery() != null) {
            problem(ISSUER, "has a query", "Remove ? and what follows.");
        }
        if (value(API_HOSTS, List.of()).isEmpty()) {
            problem(API_HOSTS, "is missing", "Name the hosts that the token may be sent to, such as api.example.com.");
        }
    }

    private void endpoint(ProfileField<URI> field, URI url) {
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        boolean http = "http".equalsIgnoreCase(url.getScheme());
        if (url.getRawAuthority() == null || !(https || http)) {
            problem(field, "is not a whole URL", "Write it as https://host/path.");
        } else if (http && !(loopbackHttp && ApiHost.isLoopback(url))) {
            problem(
                    field,
                    "is not https",
                    ApiHost.isLoopback(url)
                            ? "Use https, or build the client with allowLoopbackHttp()."
                            : "Use https: a token or secret must not cross a network in the clear.");
        } else if (url.getRawFragment() != null) {
            problem(field, "has a fragment", "Remove # and what follows (RFC 6749 section 3.1).");
        } else if (url.getRawUserInfo() != null) {
            problem(field, "has a user name in it", "Remove the part before the @.");
        } else if (!exists(url)) {
            problem(field, "names a host or port that cannot exist", "Correct the host, or the port after the colon.");
        }
    }

    private static boolean exists(URI url) {
        try {
            ApiHost.of(url);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void client() {
        require(CLIENT_ID, "Copy the client id from the provider's console.");
        require(CLIENT_AUTH_MODE, "Choose one of " + String.join(", ", CLIENT_AUTH_MODE.choices()) + ".");
        ClientAuthMode mode = value(CLIENT_AUTH_MODE);
        boolean secret = value(CLIENT_SECRET) != null;
        if (mode != null && mode.needsClientSecret() && !secret) {
            problem(CLIENT_SECRET, "is missing", "Copy the client secret from the provider's console.");
        } else if (mode == ClientAuthMode.NONE && secret) {
            problem(CLIENT_SECRET, "is not used with Client Auth Mode NONE", "Clear it, or choose HTTP_BASIC.");
        }
        if (mode == ClientAuthMode.HTTP_BASIC_RAW && value(CLIENT_ID, "").contains(":")) { // RFC 7617 section 2
            problem(
                    CLIENT_ID,
                    "has a colon, which HTTP_BASIC_RAW cannot send: the server would read what follows as the secret",
                    "Choose Client Auth Mode HTTP_BASIC or REQUEST_BODY.");
        }
    }

    private void scopes() {
        require(SCOPE_MODE, "Choose one of " + String.join(", ", SCOPE_MODE.choices()) + ".");
        List<String> scopes = value(SCOPES, List.of());
        boolean listed = value(SCOPE_MODE) == ScopeMode.SCOPES_LIST;
        if (listed && scopes.isEmpty()) {
            problem(SCOPES, "is missing", "Name at least one scope, or choose Scope Mode NONE.");
        } else if (!listed && !scopes.isEmpty()) {
            problem(SCOPES, "is not used with Scope Mode NONE", "Clear it, or choose SCOPES_LIST.");
        }
        for (String scope : scopes) {
            if (!scope.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+")) {
                problem(
                        SCOPES,
                        "has a character that scopes cannot have",
                        "Separate scopes with spaces; use no quotes.");
                return;
            }
        }
    }

    /** RFC 8707 section 2. Not only URLs: a resource may be a URN. */
    private void resources() {
        for (URI resource : value(RESOURCES, List.of())) {
            if (!resource.isAbsolute()) {
                problem(
                        RESOURCES,
                        "has an entry that is not an absolute URI: " + resource,
                        "Write it as https://api.example.com/.");
            } else if (resource.getRawFragment() != null) {
                problem(RESOURCES, "has an entry with a fragment: " + resource, "Remove # and what follows.");
            }
        }
    }

    private void extraParams() {
        for (String name : value(EXTRA_PARAMS, Map.of()).keySet()) {
            if (STANDARD_PARAMS.contains(name)) {
                problem(
                        EXTRA_PARAMS,
                        "sets the standard parameter \"" + name + "\"",
                        "Remove it: the form has a field for it, or the request sets it itself.");
            } else if (name.isBlank()) {
                problem(EXTRA_PARAMS, "has a member without a name", "Give it a name, or remove it.");
            }
        }
    }

    private void grant() {
        GrantType grant = value(GRANT_TYPE);
        if (GrantType.JWT_BEARER.equals(grant)) {
            assertion();
        } else if (GrantType.AUTH_CODE_PKCE.equals(grant)) {
            require(AUTH_URL, "Copy the authorization endpoint's URL from the provider's documentation.");
            require(PKCE_METHOD, "Choose S256.");
            require(RESPONSE_TYPE, "Choose code.");
            require(
                    REDIRECT_URI,
                    "Write the URL registered with the provider, https://<device>/control/oauth-callback.lua.");
            URI redirect = value(REDIRECT_URI);
            if (redirect != null) {
                redirect(redirect);
            }
            if (value(ISSUER_CHECK) == IssuerCheck.REQUIRED) {
                require(ISSUER, "Copy the issuer from the provider's metadata, or choose Issuer Check IF_SENT.");
            }
        } else if (GrantType.DEVICE_CODE.equals(grant)) {
            require(DEVICE_URL, "Copy the device authorization endpoint's URL from the provider's documentation.");
        } else if (GrantType.CLIENT_CREDENTIALS.equals(grant) && value(CLIENT_AUTH_MODE) == ClientAuthMode.NONE) {
            problem(
                    CLIENT_AUTH_MODE,
                    "is NONE",
                    "CLIENT_CREDENTIALS needs a client that authenticates: choose HTTP_BASIC.");
        }
    }

    private void assertion() {
        JwtAssertionMode mode = value(JWT_ASSERTION_MODE, JwtAssertionMode.DISABLED);
        Secret pasted = value(JWT_ASSERTION);
        if (mode == JwtAssertionMode.DISABLED && pasted == null) {
            problem(JWT_ASSERTION, "is missing", "Paste the JWT credential from the provider's console.");
        }
        if (pasted != null && !pasted.reveal().matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")) {
            problem(
                    JWT_ASSERTION,
                    "is not a JWT",
                    "Paste it whole: three parts of letters, digits, - and _, joined by two dots, on one line.");
        }
    }

    /** RFC 9700 section 2.6: https, or http on a loopback address for an app on the same machine (RFC 8252 section 7.3). */
    private void redirect(URI uri) {
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        boolean loopback = "http".equalsIgnoreCase(uri.getScheme()) && ApiHost.isLoopback(uri);
        if (uri.getRawAuthority() == null || !(https || loopback)) {
            problem(REDIRECT_URI, "is not an https URL", "Write https://<device>/control/oauth-callback.lua.");
        } else if (uri.getRawFragment() != null) {
            problem(REDIRECT_URI, "has a fragment", "Remove # and what follows.");
        } else if (uri.getRawUserInfo() != null) {
            problem(REDIRECT_URI, "has a user name in it", "Remove the part before the @.");
        } else if (!exists(uri)) {
            problem(
                    REDIRECT_URI,
                    "names a host or port that cannot exist",
                    "Correct the host, or the port after the colon.");
        } else {
            query(uri);
        }
    }

    /** A parameter of an authorization response in a redirect URI's query: the callback would have it twice. */
    private void query(URI uri) {
        for (String part : Objects.toString(uri.getRawQuery(), "").split("&", -1)) {
            String name = URLDecoder.decode(part.split("=", 2)[0], UTF_8);
            if (RESPONSE_PARAMS.contains(name)) {
                problem(
                        REDIRECT_URI,
                        "has the parameter \"" + name + "\", which the provider adds to the callback",
                        "Remove it from the query, here and at the provider.");
                return;
            }
        }
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return !text.isBlank();
    }

    private void require(ProfileField<?> field, String cure) {
        if (!values.containsKey(field) && !preset.templates().containsKey(field)) {
            problem(field, "is missing", cure);
        }
    }

    private void problem(ProfileField<?> field, String wrong, String cure) {
        problems.add(field.problem(wrong, cure));
    }

    @SuppressWarnings("unchecked") // only a T is put under a ProfileField<T>
    private <T> @Nullable T value(ProfileField<T> field) {
        return (T) values.get(field);
    }

    private <T> T value(ProfileField<T> field, T otherwise) {
        T found = value(field);
        return found == null ? otherwise : found;
    }
}

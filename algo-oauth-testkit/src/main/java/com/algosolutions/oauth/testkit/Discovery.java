package com.algosolutions.oauth.testkit;

import java.util.List;

/** The documents that need no token: OpenID discovery and the signing keys. */
final class Discovery {
    private Discovery() {}

    static Reply openIdConfiguration() {
        String server = "https://platform.ringcentral.com";
        return Reply.json(
                200,
                new JsonObject()
                        .with("issuer", server)
                        .with("authorization_endpoint", server + "/restapi/oauth/authorize")
                        .with("token_endpoint", server + "/restapi/oauth/token")
                        .with("revocation_endpoint", server + "/restapi/oauth/revoke")
                        .with("userinfo_endpoint", server + "/restapi/oauth/userinfo")
                        .with("jwks_uri", server + "/restapi/oauth/jwks")
                        .with("response_types_supported", List.of("code"))
                        .with("code_challenge_methods_supported", List.of("plain", "S256"))
                        .with("id_token_signing_alg_values_supported", List.of("RS256", "HS256"))
                        .with(
                                "token_endpoint_auth_methods_supported",
                                List.of("client_secret_basic", "client_secret_jwt", "private_key_jwt")));
    }

    static Reply keys() {
        return Reply.json(
                200, new JsonObject().with("keys", List.of(SigningKey.shared().publicJwk())));
    }
}

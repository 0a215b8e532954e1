package com.algosolutions.oauth.token;

import com.algosolutions.oauth.jose.JwtAssertion;
import java.util.Map;

/** An assertion that the device signs for each attempt: RFC 7523 section 2.1. */
final class SelfSignedAssertion implements UnattendedGrant {
    private final JwtAssertion assertion;

    SelfSignedAssertion(JwtAssertion assertion) {
        this.assertion = assertion;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of("grant_type", GRANT_TYPE, "assertion", assertion.ofTheGrant());
    }

    @Override
    public boolean signed() {
        return true;
    }

    @Override
    public String origin() {
        return "issued for an assertion that the device signed";
    }
}

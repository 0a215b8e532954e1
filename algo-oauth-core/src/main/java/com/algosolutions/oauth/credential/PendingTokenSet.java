package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.json.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that Start Authorization obtained. They stay in the profile's record until Update Profile makes them the profile's tokens.
 *
 * @param binding the profile for which they were issued
 * @param grant the tokens
 * @param origin how they were obtained, for the status page
 * @param signIn the digest that identifies the sign-in that obtained them; empty if an earlier version of the library stored them
 */
public record PendingTokenSet(ProfileSnapshot binding, TokenSet grant, String origin, Optional<String> signIn) {

    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("binding", binding.members());
        members.put("grant", CredentialJson.write(grant));
        members.put("origin", origin);
        signIn.ifPresent(digest -> members.put("signIn", digest));
        return members;
    }

    /**
     * Reads the stored tokens.
     *
     * @throws IllegalArgumentException if the record is damaged
     */
    static PendingTokenSet read(Members members) {
        return new PendingTokenSet(
                ProfileSnapshot.read(members.asMap().get("binding")),
                CredentialJson.grant(members.requiredObject("grant")),
                CredentialJson.said(members, "origin"),
                members.text("signIn"));
    }
}

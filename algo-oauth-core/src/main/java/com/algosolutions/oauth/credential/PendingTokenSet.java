package com.algosolutions.oauth.credential;

import com.algosolutions.oauth.endpoint.TokenSet;
import com.algosolutions.oauth.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Start Authorization has brought: it waits in the profile's record until Update Profile makes it the grant.
 *
 * @param binding for what it was issued
 * @param grant what was issued
 * @param origin how, in an operator's words
 */
public record PendingTokenSet(ProfileSnapshot binding, TokenSet grant, String origin) {

    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("binding", binding.members());
        members.put("grant", CredentialJson.write(grant));
        members.put("origin", origin);
        return members;
    }

    static PendingTokenSet read(Map<String, @Nullable Object> members) {
        Map<String, @Nullable Object> grant = Json.asObject(members.get("grant"));
        if (grant == null) {
            throw new IllegalArgumentException("new credentials without a grant");
        }
        return new PendingTokenSet(
                ProfileSnapshot.read(members.get("binding")),
                CredentialJson.grant(grant),
                String.valueOf(members.get("origin")));
    }
}

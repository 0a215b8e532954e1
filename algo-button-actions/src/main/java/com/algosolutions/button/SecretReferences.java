package com.algosolutions.button;

import com.algosolutions.oauth.json.Fields;
import com.algosolutions.oauth.profile.Secret;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves the references of a document; what is wrong with one is noted, without what was written: it may be the secret. */
final class SecretReferences {
    private final SecretSource source;

    SecretReferences(SecretSource source) {
        this.source = source;
    }

    /** The secret that a member refers to; null if it is left out, or has a problem. */
    @Nullable
    Secret resolve(Fields fields, String member) {
        String reference = fields.text(member);
        if (reference == null || reference.isBlank()) {
            return null;
        }
        int colon = reference.indexOf(':');
        String scheme = colon < 0 ? "" : reference.substring(0, colon);
        if (!source.schemes().contains(scheme)) {
            fields.problem(
                    member,
                    "is not a reference to a secret",
                    "Write "
                            + source.schemes().stream()
                                    .map(known -> known + ":…")
                                    .collect(Collectors.joining(" or "))
                            + ": secrets do not belong into this document.");
            return null;
        }
        try {
            Secret secret =
                    source.secret(scheme, reference.substring(colon + 1)).orElse(null);
            if (secret == null) {
                fields.problem(
                        member, "refers to " + reference + ", which is not there", "Provide it, or correct the name.");
            }
            return secret;
        } catch (IOException | RuntimeException e) { // of a path that is none, or a source of the firmware's own
            fields.problem(
                    member,
                    "refers to " + reference + ", which cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    "Check its name and its permissions.");
            return null;
        }
    }
}

package com.algosolutions.oauth;

import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ServerMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of asking an issuer for its metadata. Immutable and thread-safe; prints in one line, without a secret.
 *
 * @param metadata what the server says; empty if nothing of it may be used
 * @param overridden the fields that the operator has filled in otherwise, and that stayed so
 * @param notes what the operator should know: hosts other than the issuer's, ways that the server does not offer
 * @param failure why there is no metadata
 */
public record Discovery(
        Optional<ServerMetadata> metadata,
        List<ProfileField<?>> overridden,
        List<String> notes,
        Optional<Failure> failure) {

    /**
     * A result.
     *
     * @param metadata what the server says
     * @param overridden the fields that stayed as the operator wants them
     * @param notes what the operator should know
     * @param failure why there is no metadata
     */
    public Discovery {
        overridden = List.copyOf(overridden);
        notes = List.copyOf(notes);
    }

    static Discovery failed(Failure why) {
        return new Discovery(Optional.empty(), List.of(), List.of(), Optional.of(why));
    }

    /** {@return what was found, or why nothing was, in one line} */
    @Override
    public String toString() {
        if (failure.isPresent()) {
            return "no metadata: " + failure.get();
        }
        List<String> parts = new ArrayList<>();
        metadata.ifPresent(found -> parts.add("filled in from " + found.issuer()));
        if (!overridden.isEmpty()) {
            parts.add("set by hand, and left so: "
                    + String.join(
                            ", ", overridden.stream().map(ProfileField::label).toList()));
        }
        parts.addAll(notes);
        return String.join("; ", parts);
    }
}

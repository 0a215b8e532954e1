package com.algosolutions.oauth.client;

import com.algosolutions.oauth.DiscoveryResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ServerMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metadata of an issuer and what the form took from it, or the failure. */
record DiscoveredMetadata(
        Optional<ServerMetadata> metadata,
        List<ProfileField<?>> customEndpoints,
        List<String> notes,
        Optional<Failure> failure)
        implements DiscoveryResult {

    DiscoveredMetadata {
        customEndpoints = List.copyOf(customEndpoints);
        notes = List.copyOf(notes);
    }

    static DiscoveredMetadata failed(Failure why) {
        return new DiscoveredMetadata(Optional.empty(), List.of(), List.of(), Optional.of(why));
    }

    /** {@return the issuer and the notes, or the failure, in one line} */
    @Override
    public String toString() {
        if (failure.isPresent()) {
            return "no metadata: " + failure.get();
        }
        List<String> parts = new ArrayList<>();
        metadata.ifPresent(found -> parts.add("filled in from " + found.issuer()));
        if (!customEndpoints.isEmpty()) {
            parts.add("set by hand and kept: "
                    + String.join(
                            ", ", customEndpoints.stream().map(ProfileField::label).toList()));
        }
        parts.addAll(notes);
        return String.join("; ", parts);
    }
}

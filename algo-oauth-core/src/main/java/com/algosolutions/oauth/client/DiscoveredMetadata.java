package com.algosolutions.oauth.client;

import com.algosolutions.oauth.Discovery;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ServerMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metadata of an issuer, as filled into a form, or why there is none. */
record DiscoveredMetadata(
        Optional<ServerMetadata> metadata,
        List<ProfileField<?>> overridden,
        List<String> notes,
        Optional<Failure> failure)
        implements Discovery {

    DiscoveredMetadata {
        overridden = List.copyOf(overridden);
        notes = List.copyOf(notes);
    }

    static DiscoveredMetadata failed(Failure why) {
        return new DiscoveredMetadata(Optional.empty(), List.of(), List.of(), Optional.of(why));
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

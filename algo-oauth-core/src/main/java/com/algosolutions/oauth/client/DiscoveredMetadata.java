package com.algosolutions.oauth.client;

import com.algosolutions.oauth.DiscoveryResult;
import com.algosolutions.oauth.Failure;
import com.algosolutions.oauth.endpoint.Answer;
import com.algosolutions.oauth.profile.ServerMetadata;
import java.util.Optional;

/** The metadata of an issuer, or the failure. */
record DiscoveredMetadata(Optional<ServerMetadata> metadata, Optional<Failure> failure) implements DiscoveryResult {

    static DiscoveredMetadata of(Answer<ServerMetadata> answer) {
        return answer instanceof Answer.Failed<ServerMetadata> failed
                ? failed(failed.failure())
                : new DiscoveredMetadata(Optional.of(((Answer.Got<ServerMetadata>) answer).value()), Optional.empty());
    }

    static DiscoveredMetadata failed(Failure why) {
        return new DiscoveredMetadata(Optional.empty(), Optional.of(why));
    }

    /** {@return the issuer, or the failure, in one line} */
    @Override
    public String toString() {
        return failure.map(why -> "no metadata: " + why)
                .or(() -> metadata.map(found -> "metadata of " + found.issuer()))
                .orElseThrow();
    }
}

package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.spi.Endpoint;
import com.algosolutions.oauth.spi.ErrorRule;
import java.util.List;
import java.util.stream.Stream;

/** The rules for responses that no provider's table lists: for the error catalogue. */
public final class StandardRules {
    private StandardRules() {}

    public static List<ErrorRule> all() {
        return Stream.of(
                        StandardErrors.TABLE.rules().stream(),
                        ofRefreshTokens(),
                        ofStatuses(Endpoint.TOKEN, 400, 404, 408, 500, 502),
                        ofStatuses(Endpoint.API, 400, 408, 500))
                .flatMap(rules -> rules)
                .distinct()
                .toList();
    }

    private static Stream<ErrorRule> ofRefreshTokens() {
        return Stream.of(
                StandardErrors.findForRefresh(400, List.of("invalid_grant")).orElseThrow(),
                StandardErrors.NO_REFRESH,
                StandardErrors.REFUSED_REFRESH);
    }

    private static Stream<ErrorRule> ofStatuses(Endpoint endpoint, int... statuses) {
        return java.util.Arrays.stream(statuses)
                .mapToObj(status ->
                        StandardErrors.find(endpoint, status, List.of()).orElseThrow());
    }
}

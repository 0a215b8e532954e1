package com.algosolutions.oauth.ringcentral;

import com.algosolutions.fuzz.Property;
import com.algosolutions.fuzz.Targets;

/** Links and ids of teams, as an operator pastes them. */
public final class TeamTarget {
    private TeamTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Targets.text(input);
        Property.value(
                        input,
                        () -> {
                            try {
                                return TeamId.of(text);
                            } catch (IllegalArgumentException e) {
                                Property.sentence(String.valueOf(e.getMessage()));
                                throw e;
                            }
                        },
                        IllegalArgumentException.class)
                .ifPresent(team -> {
                    Property.check(team.digits().matches("[0-9]{1,20}"), "no id: " + team);
                    Property.equal(team, TeamId.of(team.toString()));
                    Property.equal(team, TeamId.of("https://app.ringcentral.com/l/messages/" + team));
                });
    }
}

package com.algosolutions.oauth.ringcentral;

import java.net.URI;

/** Addresses of RingCentral's Team Messaging API. */
public final class TeamMessaging {
    private static final String PRODUCTION = "https://platform.ringcentral.com/";

    private TeamMessaging() {}

    /**
     * The path to which a post goes, as the button form's <em>Custom Path</em> has it.
     *
     * @param team the team
     * @return the path, without a leading slash
     */
    public static String postsPath(TeamId team) {
        return "team-messaging/v1/chats/" + team + "/posts";
    }

    /**
     * The address to which a post goes, in production.
     *
     * @param team the team
     * @return the address
     */
    public static URI posts(TeamId team) {
        return URI.create(PRODUCTION + postsPath(team));
    }
}

/**
 * The RingCentral provider plugin: {@link com.algosolutions.oauth.ringcentral.RingCentral} says what RingCentral is, {@link
 * com.algosolutions.oauth.ringcentral.TeamId} finds a team's id in a link, and {@link
 * com.algosolutions.oauth.ringcentral.TeamMessaging} posts texts and {@link com.algosolutions.oauth.ringcentral.AdaptiveCard cards}, and finds a
 * team by its name.
 */
package com.algosolutions.oauth.ringcentral;

/**
 * The RingCentral provider plugin: {@link com.algosolutions.oauth.ringcentral.RingCentral} describes the provider, {@link
 * com.algosolutions.oauth.ringcentral.TeamId} finds a team's id in a link, and {@link com.algosolutions.oauth.ringcentral.TeamMessaging}
 * posts texts and {@link com.algosolutions.oauth.ringcentral.AdaptiveCard cards} and finds teams by name.
 */
@NullMarked
package com.algosolutions.oauth.ringcentral;

import org.jspecify.annotations.NullMarked;

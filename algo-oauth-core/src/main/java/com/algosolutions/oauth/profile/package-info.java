/**
 * Configuration: the OAuth profile with the fields of the device's form. Values without I/O.
 *
 * <p>Read {@link com.algosolutions.oauth.profile.ProfileField} for the form, {@link com.algosolutions.oauth.profile.Preset} for what
 * choosing a provider type fills in, and {@link com.algosolutions.oauth.profile.OAuthProfile} for the profile itself.
 */
@NullMarked
package com.algosolutions.oauth.profile;

import org.jspecify.annotations.NullMarked;

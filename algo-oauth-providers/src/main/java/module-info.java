import com.algosolutions.oauth.providers.Google;
import com.algosolutions.oauth.providers.Microsoft;
import com.algosolutions.oauth.providers.Slack;
import com.algosolutions.oauth.providers.SlackUser;
import com.algosolutions.oauth.providers.Webex;
import com.algosolutions.oauth.providers.Zoom;

/**
 * Presets for providers other than RingCentral: choose the provider type {@code ZOOM}, {@code WEBEX}, {@code SLACK}, {@code SLACK_USER}, {@code
 * MICROSOFT} or {@code GOOGLE}.
 */
@org.jspecify.annotations.NullMarked
module com.algosolutions.oauth.providers {
    requires static transitive org.jspecify;
    requires transitive com.algosolutions.oauth;

    exports com.algosolutions.oauth.providers;

    provides com.algosolutions.oauth.spi.OAuthProvider with
            Google,
            Microsoft,
            Slack,
            SlackUser,
            Webex,
            Zoom;
}

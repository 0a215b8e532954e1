package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789000",
                "  123456789000\n",
                "https://app.ringcentral.com/messages/123456789000",
                "https://app.ringcentral.com/messages/123456789000/",
                "https://app.ringcentral.com/messages/123456789000/26848769679364",
                "https://app.ringcentral.com/messages/123456789000?x=y",
                "https://app.ringcentral.com/messages/123456789000#top",
                "HTTPS://App.RingCentral.com/messages/123456789000",
                "https://app.ringcentral.com/chat/r?groupid=123456789000",
                "https://app.ringcentral.com/chat/r?a=b&groupid=123456789000&c=d",
                "rcapp://chat/r?groupid=123456789000",
            })
    void teamId_inWhatAnOperatorPastes_isFound(String pasted) {
        assertThat(TeamId.of(pasted).digits()).isEqualTo("123456789000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "Reception",
                "12345678900a",
                "-123456789000",
                "12 34",
                "١٢٣",
                "http://app.ringcentral.com/messages/123456789000",
                "https://app.ringcentral.com/messages/",
                "https://app.ringcentral.com/messages/abc",
                "https://app.ringcentral.com/messages/123abc",
                "https://app.ringcentral.com.example.net/messages/123456789000",
                "https://app-ringcentral.com/messages/123456789000",
                "https://example.net/?https://app.ringcentral.com/messages/123456789000",
                "https://app.ringcentral.com/chat/r?groupid=",
                "https://app.ringcentral.com/chat/r?xgroupid=123456789000",
                "https://app.ringcentral.com/chat/r#?groupid=123456789000",
                "https://app.ringcentral.com/messages/١٢٣",
                "https://app.ringcentral.com/messages/1\nhttps://app.ringcentral.com/messages/2",
            })
    void teamId_inAnythingElse_isRefusedWithWhereToFindIt(String pasted) {
        assertThatThrownBy(() -> TeamId.of(pasted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("team's menu", "https://app.ringcentral.com/messages/123456789000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012345678901",
                "https://app.ringcentral.com/messages/123456789012345678901",
            })
    void teamId_ofTooManyDigits_isRefused(String pasted) {
        assertThatThrownBy(() -> TeamId.of(pasted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 20 digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12a", "١٢", "1/../2"})
    void teamId_madeOfOtherThanDigits_isRefused(String digits) {
        assertThatThrownBy(() -> new TeamId(digits)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void posts_ofATeam_areWhereTheDeviceManualHasThem() {
        TeamId team = TeamId.of("123456789000");

        assertThat(team).hasToString("123456789000");
        assertThat(TeamMessaging.postsPath(team)).isEqualTo("team-messaging/v1/chats/123456789000/posts");
        assertThat(TeamMessaging.posts(team))
                .hasToString("https://platform.ringcentral.com/team-messaging/v1/chats/123456789000/posts");
    }
}

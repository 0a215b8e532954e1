package com.algosolutions.oauth.ringcentral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                // Copy conversation link
                "https://app.ringcentral.com/l/messages/123456789000",
                "https://app.ringcentral.com/l/messages/123456789000/26848769679364",
                "https://app.ringcentral.com/l/messages/123456789000/26848769679364?utm_source=share&lang=en#p26848769679364",
                "https://app.ringcentral.com//l/messages/123456789000/",
                "https://app.ringcentral.com:443/messages/123456789000",
                "app.ringcentral.com/messages/123456789000",
                "http://app.ringcentral.com/messages/123456789000",
                "https://app.ringcentral.com/messages/teams/123456789000",
                "https://app.ringcentral.com/glip/groups/123456789000",
                "https://app.ringcentral.com/chat/r?group_id=123456789000",
                "https://app.ringcentral.com/invitation/r?inviter_group_id=123456789000&inviter_email=a%40example.com",
                "rcapp://r/messages/123456789000",
                "glip://chat/r?groupid=123456789000",
                "officeathand://chat/r?groupid=123456789000",
                // other regions and brands
                "https://app.eu.ringcentral.com/l/messages/123456789000",
                "https://app.ringcentral.biz/l/messages/123456789000",
                "https://app.glip.com/chat/r?groupid=123456789000",
                "https://app.officeathand.att.com/l/messages/123456789000",
                "https://app.businessconnect.telus.com/messages/123456789000/1",
                "https://app.cloudwork.bt.com/messages/123456789000",
                "https://app.unifyoffice.com/l/messages/123456789000",
                "https://app.cloudoffice.avaya.com/l/messages/123456789000",
                "https://app.rainbowoffice.com/l/messages/123456789000",
                "https://app.vodafonebusiness.ringcentral.com/l/messages/123456789000",
                // the API's addresses, as in the device's manual
                "https://platform.ringcentral.com/team-messaging/v1/chats/123456789000/posts",
                "https://platform.ringcentral.com/restapi/v1.0/glip/groups/123456789000/posts",
                "team-messaging/v1/chats/123456789000/posts",
                "/restapi/v1.0/glip/teams/123456789000",
                // as chats and mails hold links
                "<https://app.ringcentral.com/l/messages/123456789000>",
                "<https://app.ringcentral.com/l/messages/123456789000|Reception>",
                "[Reception](https://app.ringcentral.com/l/messages/123456789000)",
                "[https://app.ringcentral.com/messages/123456789000](https://app.ringcentral.com/l/messages/123456789000)",
                "Reception 2: https://app.ringcentral.com/l/messages/123456789000, since May.",
                "\"https://app.ringcentral.com/l/messages/123456789000\"",
                "\u201chttps://app.ringcentral.com/l/messages/123456789000\u201d",
                "\u200bhttps://app.ringcentral.com/l/messages/1234\u200b56789000\ufeff",
                "![:Team](123456789000)",
                // the bare number, as documents and consoles show it
                "\"123456789000\"",
                "'123456789000'",
                "\u2018123456789000\u2019",
                "<123456789000>",
                "(123456789000)",
                "#123456789000",
                "123456789000.",
                "\u00a0123456789000\u202f",
                "\u2068123456789000\u2069",
                "Team ID: 123456789000",
                "chat id 123456789000",
                "groupId=123456789000",
                "\"id\": \"123456789000\",",
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
                "https://app.ringcentral.com/messages/",
                "https://app.ringcentral.com/l/messages",
                "https://app.ringcentral.com/video/123456789000",
                "https://app.ringcentral.com/r/call?number=123456789000",
                "https://app.ringcentral.com/contacts/123456789000",
                "https://app.ringcentral.com/l/messages/123_456",
                "https://app.example.net/l/messages/123456789000",
                "https://example.net/l/messages/123456789000?u=app.ringcentral.com",
                "![:Person](123456789000)",
                "Reception 2",
                "id",
                "Room id 12a",
                "https://app.ringcentral.com/messages/abc",
                "https://app.ringcentral.com/messages/123abc",
                "https://app.ringcentral.com.example.net/messages/123456789000",
                "https://app-ringcentral.com/messages/123456789000",
                "https://example.net/?https://app.ringcentral.com/messages/123456789000",
                "https://app.ringcentral.com/chat/r?groupid=",
                "https://app.ringcentral.com/chat/r?xgroupid=123456789000",
                "https://app.ringcentral.com/chat/r#?groupid=123456789000",
                "https://app.ringcentral.com/messages/١٢٣",
            })
    void teamId_inAnythingElse_isRefusedWithWhereToFindIt(String pasted) {
        assertThatThrownBy(() -> TeamId.of(pasted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "team's menu", "Copy conversation link", "https://app.ringcentral.com/l/messages/123456789000");
    }

    @Test
    void teamId_inLinksOfTwoTeams_isRefusedWithBoth() {
        assertThatThrownBy(() ->
                        TeamId.of("https://app.ringcentral.com/messages/1\nhttps://app.ringcentral.com/l/messages/2/3"))
                .hasMessage("This text names several teams: 1, 2. Paste the link of one of them.");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.net/l/messages/1?code=s3cret, There is no team id in https://app.example.net/l/messages/1.",
        "https://user:s3cret@app.example.net/, There is no team id in https://app.example.net/.",
        "https://v.ringcentral.com/join/123456789, https://v.ringcentral.com/join/123456789 is the link of a meeting",
        "https://hooks.ringcentral.com/webhook/v2/s3cret, This is the address of an incoming webhook",
        "Reception, There is no team id in \"Reception\".",
        "\uff11\uff12\uff13, has digits other than 0 to 9",
        "s3cret-that-is-longer-than-any-id-and-so-is-not-repeated, There is no team id in this text of 56 characters.",
        "'', the text is empty",
    })
    void teamId_refused_namesWhatWasPastedButNoSecret(String pasted, String seen) {
        assertThatThrownBy(() -> TeamId.of(pasted)).hasMessageContaining(seen).hasMessageNotContaining("s3cret");
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

package com.algosolutions.oauth.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message about an operator's input shows of it: addresses and names, but nothing that looks like a secret. */
class MaskTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://platform.ringcentral.com/restapi/oauth/token",
                "https://login.microsoftonline.com/3f2504e0-4f89-41d3-9a0c-0305e82c3301/oauth2/v2.0/token",
                "record 3F2504E0-4F89-41D3-9A0C-0305E82C3301 cannot be read",
                "requests[0].customHeaders[12]",
                "com.algosolutions.oauth.client.ApplicationCodeTest.thrown(ApplicationCodeTest.java:60)",
                "algo-8301-0022ee1a2b3c.local",
                "front_desk-8180-0022EE1A2B3C",
                "ec2-3-120-51-7.eu-central-1.compute.amazonaws.com",
                "[2001:db8:85a3::8a2e:370:7334]:8443",
                "00:22:EE:1A:2B:3C",
                "Write https://<device>/control/oauth-callback.lua",
                "sets the parameter \"client_assertion_type\"",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "RSA-OAEP-256, PS256, ES256, ECDH-ES+A256KW",
                "/restapi/v1.0/account/~/extension/~/team-messaging/v1/chats/123456789000/posts",
                "has the issuer https://dev-12345.okta.com/oauth2/ausa1B2c3D4e5F6g7H8i instead of https://dev-12345.okta.com",
                "https://graph.microsoft.com/v1.0/users/A1B2C3D4/joinedTeams/E5F6A7B8/channels/listAllMembers",
                "https://api.example/getUserById/T024BE7LD/posts",
                "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC123DEf",
                "2026-11-30T12:00:00Z"
            })
    void text_ofANameOrAnAddress_isShown(String text) {
        assertThat(Secret.mask(text)).isEqualTo(text);
    }

    static Stream<String> secrets() {
        Random random = new Random(7);
        return Stream.of(
                        Stream.of(
                                "ya29.a0AfH6SMBx7Kq2vLw9Zt4RjNc1YpQd8sUeFgHiJk",
                                "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqygy",
                                "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                                "abc8Q~9Zr.kL2mN4pQ6sT8vX0yA2cE4gI6kM8oQ0",
                                "mPr3uXYZ0qLw7Kd2Vb9TsA"),
                        IntStream.range(0, 50)
                                .mapToObj(i -> bytes(random, 18 + i % 40))
                                .flatMap(bytes -> Stream.of(
                                        Base64.getEncoder().encodeToString(bytes),
                                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                                        HexFormat.of().formatHex(bytes),
                                        HexFormat.of().withUpperCase().formatHex(bytes))))
                .flatMap(each -> each);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void text_inNoOrder_isMasked(String secret) {
        for (String text : List.of(
                secret,
                "names \"" + secret + "\"",
                "https://api.example/v1?key=" + secret,
                "file:" + secret + ", which does not exist")) {
            String masked = Secret.mask(text);
            assertThat(masked).contains("***");
            for (int at = 0; at + 12 <= secret.length(); at++) {
                assertThat(masked).doesNotContain(secret.substring(at, at + 12));
            }
        }
        assertThat(Secret.mask("https://api.example/v1?key=" + secret)).startsWith("https://api.example/");
    }

    /** The slashes of Base64 make parts of it that are shorter than a secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {"https://app.example/l/%s", "https://app.example/%s/token", "https://%s/token", "is https://%s."
            })
    void base64_inAPath_isMasked_alsoBetweenItsSlashes(String url) {
        Random random = new Random(20261130);
        Base64.Encoder base64 = Base64.getEncoder();
        for (int i = 0; i < 2_000; i++) {
            String secret = base64.encodeToString(bytes(random, 32 + i % 500));

            String masked = Secret.mask(url.formatted(secret));

            for (int at = 0; at + 10 <= secret.length(); at++) {
                assertThat(masked).doesNotContain(secret.substring(at, at + 10));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN PRIVATE KEY-----", "-----BEGINPRIVATEKEY-----", "-----BEGIN-----"})
    void key_inPem_isMasked_ifAFieldHasChangedItsWhiteSpace(String begin) {
        assertThat(Secret.mask("https://app.example/l/" + begin + "aaaa/bbbb-----END"))
                .startsWith("https://app.example/l/***")
                .doesNotContain("aaa", "bbb");
    }

    @Test
    void key_inPem_isMasked_alsoIfItIsCut() {
        String pem = "-----BEGIN PRIVATE KEY-----\naaaa\nbbbb\n-----END PRIVATE KEY-----";

        assertThat(Secret.mask("is " + pem + ".")).isEqualTo("is ***-----END PRIVATE KEY-----.");
        assertThat(Secret.mask(pem.substring(0, 35))).isEqualTo("***");
    }

    @Test
    void jwt_isMasked_butNotItsHeader() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = base64.encodeToString("{\"sub\":\"desk\",\"exp\":1}".getBytes(StandardCharsets.UTF_8));
        String jwt = "eyJhbGciOiJSUzI1NiJ9." + claims + "." + base64.encodeToString(bytes(new Random(1), 64));

        assertThat(Secret.mask("the client " + jwt + " is not known"))
                .isEqualTo("the client eyJhbGciOiJSUzI1NiJ9.***.*** is not known");
    }

    @Test
    void problem_thatRepeatsAKnownSecret_hidesIt() {
        List<Problem> problems = Problem.hiding(
                List.of(
                        Problem.of("correct horse battery", "is short, {\"kty\":\"EC\" and se battery", "a".repeat(40)),
                        Problem.of("a", "is xxcorrect horse", "b")),
                Secret.of("correct horse\nBattery"),
                Secret.of("short"),
                Secret.of("{\"kty\":\"EC\",\"d\":\"" + "a".repeat(32) + "\"}"));

        assertThat(problems.get(0).field()).isEqualTo("***");
        assertThat(problems.get(0)).hasToString("*** is short, {\"kty\":\"EC\" and se battery. ***");
        assertThat(problems.get(1).message()).isEqualTo("is xx***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aB3/", "a", "-----BEGIN ", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "."})
    void text_ofAnyLength_isReadOnce(String part) {
        String masked = Secret.mask(part.repeat(20_000));

        assertThat(masked).isNotEmpty();
    }
}

package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.jose.Sha256;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.json.Members;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a device sign-in in progress, which survives a restart. Immutable. The record is separate from the profile's and
 * is deleted at the end, so that no previous generation of a profile's record keeps the device code.
 *
 * @param binding the profile when the sign-in began
 * @param code the codes, with the interval that the server required last
 * @param askedAt the wall clock at the device authorization request, if it was trusted; stored in milliseconds since 1970
 * @param process the name of the process that polls
 */
record DeviceSignInRecord(
        ProfileSnapshot binding, DeviceAuthorizationResponse code, Optional<Instant> askedAt, String process) {
    private static final int VERSION = 1;

    /** The record of a sign-in that begins now. */
    static DeviceSignInRecord begun(
            ProfileSnapshot binding, DeviceAuthorizationResponse code, TrustedClock clock, String process) {
        return new DeviceSignInRecord(
                binding, code, clock.trusted() ? Optional.of(clock.now()) : Optional.empty(), process);
    }

    /** The record with another polling interval. */
    DeviceSignInRecord with(DeviceAuthorizationResponse slower) {
        return new DeviceSignInRecord(binding, slower, askedAt, process);
    }

    /** The remaining life of the codes; all of it if the clock is not trusted: then the server reports the expiry. */
    Duration left(TrustedClock clock) {
        Duration life = code.expiresIn();
        if (askedAt.isEmpty() || !clock.trusted()) {
            return life;
        }
        Duration age = Duration.between(askedAt.get(), clock.now());
        return age.isNegative() ? life : life.minus(age);
    }

    /** The digest of the device code, which identifies the sign-in after its end. */
    String digest() {
        return digest(code);
    }

    static String digest(DeviceAuthorizationResponse code) {
        return Sha256.of(code.deviceCode().reveal());
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("binding", binding.members());
        members.put("codes", code.members());
        members.put("askedAt", askedAt.map(Instant::toEpochMilli).orElse(null));
        members.put("process", process);
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if the bytes are no such record, or one of another version
     */
    static DeviceSignInRecord read(byte[] bytes) {
        Members members = Members.parse(bytes).version(VERSION);
        return new DeviceSignInRecord(
                ProfileSnapshot.read(members.asMap().get("binding")),
                DeviceAuthorizationResponse.read(
                        new LinkedHashMap<>(members.requiredObject("codes").asMap())),
                members.number("askedAt").map(Instant::ofEpochMilli),
                members.text("process").orElse(""));
    }

    /** {@return user code and address; not the device code} */
    @Override
    public String toString() {
        return code.toString();
    }
}

package com.algosolutions.oauth.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.algosolutions.oauth.credential.ProfileSnapshot;
import com.algosolutions.oauth.endpoint.DeviceAuthorizationResponse;
import com.algosolutions.oauth.json.Json;
import com.algosolutions.oauth.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A device authorization under way, as it outlives a restart. It has a record of its own, which is deleted at its end: no older
 * generation of a profile's record keeps the device code then.
 *
 * @param binding for what it was started
 * @param code the codes, with the interval that the server has asked for last
 * @param askedAt the wall clock when they were asked for, if it could be right; a hint
 */
record DeviceSignInRecord(ProfileSnapshot binding, DeviceAuthorizationResponse code, Optional<Instant> askedAt) {
    private static final int VERSION = 1;

    /** An attempt that begins now. */
    static DeviceSignInRecord begun(ProfileSnapshot binding, DeviceAuthorizationResponse code, TrustedClock clock) {
        return new DeviceSignInRecord(binding, code, clock.trusted() ? Optional.of(clock.now()) : Optional.empty());
    }

    DeviceSignInRecord with(DeviceAuthorizationResponse slower) {
        return new DeviceSignInRecord(binding, slower, askedAt);
    }

    /** What is left of the codes' life; all of it where no clock can tell, since the server will. */
    Duration left(TrustedClock clock) {
        Duration life = code.expiresIn();
        if (askedAt.isEmpty() || !clock.trusted()) {
            return life;
        }
        Duration age = Duration.between(askedAt.get(), clock.now());
        return age.isNegative() ? life : life.minus(age);
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("version", VERSION);
        members.put("binding", binding.members());
        members.put("codes", code.members());
        members.put("askedAt", askedAt.map(Instant::toEpochMilli).orElse(null));
        return Json.write(members).getBytes(UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is none, or is of a newer version
     */
    static DeviceSignInRecord read(byte[] bytes) {
        Map<String, @Nullable Object> members = Json.readObject(new String(bytes, UTF_8));
        Map<String, @Nullable Object> codes = Json.asObject(members.get("codes"));
        if (!Integer.valueOf(VERSION).equals(members.get("version")) || codes == null) {
            throw new IllegalArgumentException("not a device authorization of version " + VERSION);
        }
        return new DeviceSignInRecord(
                ProfileSnapshot.read(members.get("binding")),
                DeviceAuthorizationResponse.read(codes),
                members.get("askedAt") instanceof Number millis
                        ? Optional.of(Instant.ofEpochMilli(millis.longValue()))
                        : Optional.empty());
    }

    /** {@return what people are shown; not the device code} */
    @Override
    public String toString() {
        return code.toString();
    }
}

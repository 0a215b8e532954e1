package com.algosolutions.console.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The logins of the operator: the password, limited attempts, and sessions that end when they are idle. Thread-safe. */
public final class Sessions {
    public static final String USER = "admin";

    private static final int ATTEMPTS = 5;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST = Duration.ofHours(8).toNanos();

    private final SecureRandom random = new SecureRandom();
    private final byte[] password;
    private final Duration idle;
    private final LongSupplier ticker;
    private final Map<String, Session> open = new HashMap<>();
    private final Deque<Long> wrong = new ArrayDeque<>();

    /** A session; its id is the cookie's value. */
    static final class Session {
        private final String id;
        private final String csrf;
        private final long began;
        private long used;

        private Session(String id, String csrf, long now) {
            this.id = id;
            this.csrf = csrf;
            began = now;
            used = now;
        }

        String id() {
            return id;
        }

        String csrf() {
            return csrf;
        }
    }

    public Sessions(String password, Duration idle, LongSupplier ticker) {
        this.password = digest(password);
        this.idle = idle;
        this.ticker = ticker;
    }

    synchronized Session logIn(String user, String typed) {
        long now = ticker.getAsLong();
        while (!wrong.isEmpty() && now - wrong.getFirst() > WINDOW) {
            wrong.removeFirst();
        }
        if (wrong.size() >= ATTEMPTS) {
            throw HttpError.tooManyLogins((WINDOW - (now - wrong.getFirst())) / 1_000_000);
        }
        boolean right = MessageDigest.isEqual(digest(typed), password);
        if (!right || !user.equals(USER)) {
            wrong.addLast(now);
            throw new HttpError(
                    401, "wrong-password", "User or password is wrong. The program printed both when it started.");
        }
        Session session = new Session(token(), token(), now);
        open.put(session.id(), session);
        return session;
    }

    /**
     * The session with this id, unless it has ended.
     *
     * @param touch whether this use counts, so that the session lives on
     */
    synchronized Optional<Session> find(@Nullable String id, boolean touch) {
        long now = ticker.getAsLong();
        open.values().removeIf(session -> now - session.used > idle.toNanos() || now - session.began > LONGEST);
        Session session = id == null ? null : open.get(id);
        if (session != null && touch) {
            session.used = now;
        }
        return Optional.ofNullable(session);
    }

    synchronized void end(String id) {
        open.remove(id);
    }

    /** Ends all sessions: each next request is answered as logged out. */
    public synchronized void endAll() {
        open.clear();
    }

    Duration idle() {
        return idle;
    }

    /** {@return a text of 256 random bits} */
    private String token() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Texts of different lengths take the same time to compare. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }
}

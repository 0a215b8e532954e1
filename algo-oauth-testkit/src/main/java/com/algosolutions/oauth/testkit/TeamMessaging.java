package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Posts, chats and teams of {@code /team-messaging/v1}. Guarded by the lock of {@link RingCentral}. */
final class TeamMessaging {
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_ATTACHMENTS = 25;
    private static final String DAILY_LIMIT = "You have exceeded your limits for this action.";

    private final Clock clock;
    private final Ids ids;
    private final SandboxRules rules;
    private final Account account;
    private final Map<String, List<Entry>> postsByChat = new HashMap<>();
    private final List<SandboxCard> cards = new ArrayList<>();
    private final Map<String, Day> dayByUser = new HashMap<>();

    TeamMessaging(Clock clock, Ids ids, SandboxRules rules, Account account) {
        this.clock = clock;
        this.ids = ids;
        this.rules = rules;
        this.account = account;
    }

    /** A stored post, and its JSON in responses. */
    private record Entry(SandboxPost post, JsonObject info) {}

    private static final class Day {
        private LocalDate date = LocalDate.MIN;
        private int posts;
    }

    /** The id of a chat that the user can see; {@code ~} is the Personal chat. */
    Optional<String> chat(String id, SandboxUser user) {
        if (id.equals("~") || id.equals(user.personalChatId())) {
            return Optional.of(user.personalChatId());
        }
        return account.team(id).filter(team -> team.hasMember(user)).map(SandboxTeam::id);
    }

    Reply createPost(String chatId, SandboxUser user, SandboxRequest request) {
        Optional<String> chat = chat(chatId, user);
        if (chat.isEmpty()) {
            return ErrorReply.chatNotFound();
        }
        String contentType = request.header("content-type").orElse("");
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return ErrorReply.api(415, "CMN-101", "CMN-101", "Unsupported media type");
        }
        Optional<JsonObject> body = JsonObject.parse(request.body());
        Optional<String> wrong = body.isEmpty() ? Optional.of("body") : wrongMember(body.get());
        if (body.isEmpty() || wrong.isPresent()) {
            return ErrorReply.badParameter(wrong.orElse("body"));
        }
        if (!countPost(user)) {
            return Reply.text(500, DAILY_LIMIT);
        }
        return store(chat.get(), user, request.body(), contentType, body.get());
    }

    private Reply store(String chatId, SandboxUser user, String body, String contentType, JsonObject message) {
        Instant now = clock.instant();
        String text = message.text("text");
        SandboxPost post = new SandboxPost(ids.digits(14), chatId, text, user.id(), now, body, contentType);
        JsonObject info = new JsonObject()
                .with("id", post.id())
                .with("groupId", chatId)
                .with("type", "TextMessage")
                .with("text", text.isEmpty() ? null : text)
                .with("creatorId", user.id())
                .with("addedPersonIds", null)
                .with("creationTime", Timestamps.iso(now))
                .with("lastModifiedTime", Timestamps.iso(now))
                .with("attachments", message.list("attachments").isEmpty() ? null : message.list("attachments"))
                .with("mentions", null)
                .with("activity", null)
                .with("title", null)
                .with("iconUri", null)
                .with("iconEmoji", null);
        postsByChat.computeIfAbsent(chatId, absent -> new ArrayList<>()).add(new Entry(post, info));
        return Reply.json(201, info);
    }

    Reply createCard(String chatId, SandboxUser user, SandboxRequest request) {
        Optional<String> chat = chat(chatId, user);
        if (chat.isEmpty()) {
            return ErrorReply.chatNotFound();
        }
        Optional<JsonObject> card = JsonObject.parse(request.body());
        if (card.isEmpty()
                || !card.get().text("type").equals("AdaptiveCard")
                || card.get().list("body").isEmpty()) {
            return ErrorReply.badParameter(card.isEmpty() ? "body" : "type");
        }
        String time = Timestamps.iso(clock.instant());
        SandboxCard created =
                new SandboxCard(ids.digits(14), chat.get(), card.get().text("fallbackText"), request.body());
        cards.add(created);
        return Reply.json(
                201,
                new JsonObject()
                        .with("id", created.id())
                        .with("creationTime", time)
                        .with("lastModifiedTime", time)
                        .with("type", "AdaptiveCard")
                        .with("version", "1.3")
                        .with("creator", new JsonObject().with("id", user.id()))
                        .with("chatIds", List.of(chat.get())));
    }

    List<SandboxCard> cards(String chatId) {
        return cards.stream().filter(card -> card.chatId().equals(chatId)).toList();
    }

    /** The first invalid member of a post. */
    private static Optional<String> wrongMember(JsonObject message) {
        boolean isText = !message.has("text") || message.value("text") instanceof String;
        String text = message.text("text");
        int attachments = message.list("attachments").size();
        if (!isText || text.codePointCount(0, text.length()) > MAX_TEXT) {
            return Optional.of("text");
        }
        boolean isList = !message.has("attachments") || message.value("attachments") instanceof List<?>;
        if (!isList || attachments > MAX_ATTACHMENTS) {
            return Optional.of("attachments");
        }
        return text.isEmpty() && attachments == 0 ? Optional.of("text") : Optional.empty();
    }

    private boolean countPost(SandboxUser user) {
        Day day = dayByUser.computeIfAbsent(user.id(), absent -> new Day());
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        if (!day.date.equals(today)) {
            day.date = today;
            day.posts = 0;
        }
        day.posts++;
        return day.posts <= rules.dailyPosts();
    }

    /** The chat's posts, newest first. */
    Reply listPosts(String chatId, SandboxUser user, SandboxRequest request) {
        Optional<String> chat = chat(chatId, user);
        if (chat.isEmpty()) {
            return ErrorReply.chatNotFound();
        }
        List<JsonObject> newestFirst = new ArrayList<>();
        for (Entry entry : postsByChat.getOrDefault(chat.get(), List.of())) {
            newestFirst.add(0, entry.info());
        }
        return Page.of(newestFirst, request);
    }

    Reply readChat(String chatId, SandboxUser user) {
        Optional<String> chat = chat(chatId, user);
        if (chat.isEmpty()) {
            return ErrorReply.chatNotFound();
        }
        Optional<SandboxTeam> team = account.team(chat.get());
        return Reply.json(200, team.map(TeamMessaging::describe).orElseGet(() -> describePersonal(user)));
    }

    Reply listTeams(SandboxUser user, SandboxRequest request) {
        return Page.of(describeTeams(user), request);
    }

    Reply listChats(SandboxUser user, SandboxRequest request) {
        List<String> types = FormBody.parse(request.query())
                .map(query -> query.parameters().getOrDefault("type", List.of()))
                .orElse(List.of());
        List<JsonObject> chats = new ArrayList<>();
        chats.add(describePersonal(user));
        chats.addAll(describeTeams(user));
        chats.removeIf(chat -> !types.isEmpty() && !types.contains(chat.text("type")));
        return Page.of(chats, request);
    }

    List<SandboxPost> posts(String chatId) {
        return postsByChat.getOrDefault(chatId, List.of()).stream()
                .map(Entry::post)
                .toList();
    }

    void clearPosts() {
        postsByChat.clear();
        cards.clear();
    }

    private List<JsonObject> describeTeams(SandboxUser user) {
        return account.teamsOf(user).stream().map(TeamMessaging::describe).toList();
    }

    private static JsonObject describe(SandboxTeam team) {
        return new JsonObject()
                .with("id", team.id())
                .with("type", "Team")
                .with("public", false)
                .with("name", team.name())
                .with("description", null)
                .with("status", "Active")
                .with("creationTime", Timestamps.iso(team.creationTime()))
                .with("lastModifiedTime", Timestamps.iso(team.creationTime()));
    }

    private static JsonObject describePersonal(SandboxUser user) {
        JsonObject member = new JsonObject().with("id", user.id());
        return new JsonObject()
                .with("id", user.personalChatId())
                .with("type", "Personal")
                .with("members", List.of(member));
    }
}

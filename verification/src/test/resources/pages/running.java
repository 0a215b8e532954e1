// For a page whose blocks run: a sandbox, a client with the profile "Front desk", and a button that posts to a team.
static final RingCentralSandbox sandbox = RingCentralSandbox.start();
static final Map<String, String> account = sandbox.environment();
static final TeamId team = TeamId.of(account.get("RINGCENTRAL_TEAM"));
static final RecordStore store = RecordStore.inMemory();
static final OAuthClient client = withProfile();
static final URI uri = TeamMessaging.posts(team);
static final String json = "{\"buttons\": [{\"identifier\": \"help\", \"action\": \"Send API Request\", \"numberOfApiRequests\": 1, \"requests\": [{"
        + "\"method\": \"POST\", \"customPath\": \"" + TeamMessaging.postsPath(team)
        + "\", \"targets\": [\"platform.ringcentral.com\"], \"oauthProfile\": \"Front desk\"}]}]}";
static final ButtonActions buttons = ButtonActions.parse(client, json);
static final Screen screen = line -> {};

interface Screen {
    void show(String line);
}

private static OAuthClient withProfile() {
    OAuthClient client = OAuthClient.builder().proxy(sandbox.proxy()).trust(sandbox.trustManager()).build();
    client.profiles().create(client.draft("Front desk", "RINGCENTRAL")
            .clientId(account.get("RINGCENTRAL_CLIENT_ID"))
            .clientSecret(Secret.of(account.get("RINGCENTRAL_CLIENT_SECRET")))
            .jwtAssertion(Secret.of(account.get("RINGCENTRAL_JWT")))
            .build());
    return client;
}

static void closed() {}

static void close() {
    closed();
    buttons.close();
    client.close();
    sandbox.close();
}

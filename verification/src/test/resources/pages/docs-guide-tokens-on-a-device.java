static final byte[] keyBytes = new byte[32];
static final SecretKey oldKey = new SecretKeySpec(keyBytes, "AES");
static final SecretKey newKey = new SecretKeySpec("a key of 32 bytes, a key of 32 b".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "AES");

static {
    profile(RecordStore.directory(Path.of("/data/oauth")).encryptedWith(oldKey), true);
    try { // an attempt that was interrupted
        RecordStore.directory(Path.of("/data/oauth-next")).encryptedWith(newKey).replace("left-over", 0, new byte[1]);
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}

/** Creates or reads the profile in a store. */
private static void profile(RecordStore store, boolean create) {
    try (OAuthClient client = OAuthClient.builder().store(store).build()) {
        if (create) {
            client.profiles().create(client.draft("Front desk", "RINGCENTRAL")
                    .clientId("id").clientSecret(Secret.of("secret")).jwtAssertion(Secret.of(account.get("RINGCENTRAL_JWT"))).build());
        }
        client.profiles().find("Front desk").orElseThrow();
        if (!client.profiles().loadProblems().isEmpty()) {
            throw new AssertionError(client.profiles().loadProblems());
        }
    }
}

/** After the blocks: the profile is in the folder with the new key. */
static void closed() {
    profile(RecordStore.directory(Path.of("/data/oauth-next")).encryptedWith(newKey), false);
}

static void run(Map<String, String> account, Consumer<OAuthClient.Builder> network) {}

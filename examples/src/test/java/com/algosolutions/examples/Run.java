package com.algosolutions.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A run of an example: its exit status and its output. */
final class Run {
    static final Map<String, Example> EXAMPLES = Map.of(
            "PressAButton", PressAButton::run,
            "RunTheOAuthTest", RunTheOAuthTest::run,
            "FindTheTeamId", FindTheTeamId::run,
            "LobbyHelp", Run::lobbyHelp);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int status;

    private static boolean lobbyHelp(Account account, PrintStream out) {
        try (Demo demo = Demo.of(environment(account))) { // with a store
            return LobbyHelp.run(demo.environment(), account.settings(), out);
        }
    }

    /** Runs the example with the account. */
    static Run of(String example, Account account) {
        Run run = new Run();
        run.status = Example.run(account, run.out, EXAMPLES.get(example));
        return run;
    }

    /** The environment variables that describe the account. */
    static Map<String, String> environment(Account account) {
        return Map.of(
                "RINGCENTRAL_CLIENT_ID", account.clientId(),
                "RINGCENTRAL_CLIENT_SECRET", account.clientSecret().reveal(),
                "RINGCENTRAL_JWT", account.jwt().reveal(),
                "RINGCENTRAL_TEAM", account.team());
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

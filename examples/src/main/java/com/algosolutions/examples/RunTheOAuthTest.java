package com.algosolutions.examples;

import com.algosolutions.oauth.OAuthTestRequest;
import com.algosolutions.oauth.OAuthTestResult;
import com.algosolutions.oauth.client.OAuthClient;
import java.io.PrintStream;

/**
 * <em>RUN OAuth Test</em>: one post to a team, and a report of every step. Runs against the embedded sandbox, or against RingCentral with
 * the environment variables of {@link PressAButton}.
 */
public final class RunTheOAuthTest {
    private RunTheOAuthTest() {}

    /**
     * Runs the example; the exit status is 0 if the test passes.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int status = Example.run(System.getenv(), System.out, RunTheOAuthTest::run);
        if (status != 0) {
            System.exit(status);
        }
    }

    static boolean run(Account account, PrintStream out) {
        String target = account.posts().toString();
        try (OAuthClient client = account.client().build()) {
            account.saveProfile(client, "Front desk");
            OAuthTestResult report = client.test(OAuthTestRequest.of("Front desk", target)
                    .providerType("RINGCENTRAL")
                    .payload("{\"text\": \"Hello from OAuth test\"}"));
            out.println(report);
            return report.passed();
        }
    }
}

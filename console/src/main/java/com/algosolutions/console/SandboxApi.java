package com.algosolutions.console;

import com.algosolutions.console.sandbox.Burst;
import com.algosolutions.console.sandbox.FaultControls;
import com.algosolutions.console.sandbox.SimulatedDay;
import com.algosolutions.console.sandbox.TeamView;
import com.algosolutions.console.web.Answer;
import com.algosolutions.console.web.Request;
import com.algosolutions.console.web.Routes;
import com.algosolutions.console.web.View;
import java.util.Map;

/** The paths of the sandbox's column. Thread-safe. */
final class SandboxApi {
    private final Burst burst;
    private final FaultControls faults;
    private final SimulatedDay day;
    private final TeamView team;

    SandboxApi(Burst burst, FaultControls faults, SimulatedDay day, TeamView team) {
        this.burst = burst;
        this.faults = faults;
        this.day = day;
        this.team = team;
    }

    void addTo(Routes routes) {
        routes.on(
                        "POST",
                        "/api/faults/*",
                        request -> Answer.json(
                                new View().with("faults", faults.turn(request.variable(0), request.flag("on", true)))))
                .on("POST", "/api/day", request -> Answer.json(202, Map.of("day", day.start())))
                .on("POST", "/api/buttons/*/burst", this::burst)
                .on("DELETE", "/api/sandbox/posts", request -> {
                    team.clear();
                    return Answer.empty();
                });
    }

    private Answer burst(Request request) {
        return Answer.json(new View()
                .with(
                        "burst",
                        burst.run(
                                request.variable(0), request.number("times", 50), request.flag("expireFirst", true))));
    }
}

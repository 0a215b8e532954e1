package com.algosolutions.console;

import com.algosolutions.console.device.ActivityLog;
import com.algosolutions.console.device.BenchClock;
import com.algosolutions.console.device.Presses;
import com.algosolutions.console.device.ProfileViews;
import com.algosolutions.console.device.SignInViews;
import com.algosolutions.console.device.Tests;
import com.algosolutions.console.sandbox.FaultControls;
import com.algosolutions.console.sandbox.SimulatedDay;
import com.algosolutions.console.sandbox.TeamView;
import com.algosolutions.console.web.Answer;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.Request;
import com.algosolutions.console.web.Routes;
import com.algosolutions.console.web.Sessions;
import com.algosolutions.console.web.View;

/**
 * The snapshot of everything, with which the page begins. Thread-safe.
 *
 * @param clock the time of the bench
 */
record StateApi(
        BenchClock clock,
        EventStream events,
        DeviceApi device,
        Presses presses,
        ProfileViews profiles,
        SignInViews signIns,
        Tests tests,
        ActivityLog log,
        TeamView team,
        FaultControls faults,
        SimulatedDay day) {
    void addTo(Routes routes) {
        routes.on("GET", "/api/state", this::state);
    }

    private Answer state(Request request) {
        long last = events.last(); // first: what happens meanwhile comes again as an event
        return Answer.json(new View()
                .with("now", clock.now())
                .with("lastEventId", last)
                .with("csrf", request.csrf())
                .with("user", Sessions.USER)
                .with("device", device.view())
                .with("screens", presses.screens())
                .with("buttons", device.documentState())
                .with("profiles", profiles.all())
                .with("queue", presses.queue())
                .with("signIns", signIns.all())
                .with("tests", tests.newest())
                .with("log", log.newest())
                .with("sandbox", team.view())
                .with("faults", faults.view())
                .with("day", day.view()));
    }
}

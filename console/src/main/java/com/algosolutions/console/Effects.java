package com.algosolutions.console;

import com.algosolutions.console.device.ActivityLog;
import com.algosolutions.console.device.Device;
import com.algosolutions.console.device.History;
import com.algosolutions.console.device.Presses;
import com.algosolutions.console.device.ProfileViews;
import com.algosolutions.console.sandbox.FaultControls;
import com.algosolutions.console.sandbox.TeamView;
import com.algosolutions.console.web.EventStream;
import com.algosolutions.console.web.Sessions;
import java.util.Map;
import java.util.concurrent.Executor;

/** What the fault controls do to the device, and what the page must show then. Thread-safe. */
final class Effects implements FaultControls.Effects {
    private final Device device;
    private final History history;
    private final Presses presses;
    private final ProfileViews profiles;
    private final DeviceApi deviceApi;
    private final TeamView team;
    private final ActivityLog log;
    private final Sessions sessions;
    private final EventStream events;
    private final Executor threads;

    Effects(
            Device device,
            History history,
            Presses presses,
            ProfileViews profiles,
            DeviceApi deviceApi,
            TeamView team,
            ActivityLog log,
            Sessions sessions,
            EventStream events,
            Executor threads) {
        this.device = device;
        this.history = history;
        this.presses = presses;
        this.profiles = profiles;
        this.deviceApi = deviceApi;
        this.team = team;
        this.log = log;
        this.sessions = sessions;
        this.events = events;
        this.threads = threads;
    }

    @Override
    public void network(boolean up) {
        history.network(up);
        deviceApi.network(up);
        if (up) {
            threads.execute(this::sendQueued);
        }
    }

    private void sendQueued() {
        if (device.isRunning() && device.buttons().isPresent()) {
            presses.sendQueued();
        }
    }

    @Override
    public void diskFull(boolean full) {
        device.diskFull(full);
        deviceApi.publish();
    }

    @Override
    public void cutPower() {
        presses.powerCut();
        history.powerCut();
        device.cutPower();
        profiles.started();
        deviceApi.publish();
        deviceApi.publishScreens();
        profiles.publish();
        events.publish("queue", Map.of("queue", presses.queue()));
    }

    @Override
    public void endLogins() {
        sessions.endAll();
    }

    @Override
    public void clockSet() {
        deviceApi.publish();
    }

    @Override
    public void credentialsChanged() {
        team.publish();
    }

    @Override
    public void happened(String text) {
        log.add("FAULT", "attention", text);
    }
}

package com.algosolutions.oauth.testkit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The account's apps, users and teams. Guarded by the lock of {@link RingCentral}. */
final class Account {
    private final Clock clock;
    private final Ids ids;
    private final Map<String, SandboxApp> apps = new LinkedHashMap<>();
    private final Map<String, SandboxUser> users = new LinkedHashMap<>();
    private final Map<String, SandboxTeam> teams = new LinkedHashMap<>();
    private final Set<String> appsWithoutJwtFlow = new HashSet<>();
    private final Set<String> disabledUsers = new HashSet<>();

    Account(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    SandboxApp register(SandboxApp app) {
        apps.put(app.clientId(), app);
        jwtFlow(app, app.jwtFlow());
        return app;
    }

    SandboxUser createUser(String name) {
        SandboxUser user = new SandboxUser(ids.digits(9), name, ids.digits(12));
        users.put(user.id(), user);
        return user;
    }

    SandboxTeam createTeam(String name, Collection<SandboxUser> members) {
        Set<String> memberIds = new HashSet<>();
        members.forEach(member -> memberIds.add(member.id()));
        SandboxTeam team = new SandboxTeam(ids.digits(12), name, memberIds, clock.instant());
        teams.put(team.id(), team);
        return team;
    }

    Optional<SandboxApp> app(String clientId) {
        return Optional.ofNullable(apps.get(clientId));
    }

    Optional<SandboxUser> user(String id) {
        return Optional.ofNullable(users.get(id));
    }

    Optional<SandboxTeam> team(String id) {
        return Optional.ofNullable(teams.get(id));
    }

    /** The teams of which the user is a member, oldest first. */
    List<SandboxTeam> teamsOf(SandboxUser user) {
        List<SandboxTeam> mine = new ArrayList<>(teams.values());
        mine.removeIf(team -> !team.hasMember(user));
        return mine;
    }

    void jwtFlow(SandboxApp app, boolean enabled) {
        if (enabled) {
            appsWithoutJwtFlow.remove(app.clientId());
        } else {
            appsWithoutJwtFlow.add(app.clientId());
        }
    }

    boolean hasJwtFlow(SandboxApp app) {
        return !appsWithoutJwtFlow.contains(app.clientId());
    }

    void enabled(SandboxUser user, boolean enabled) {
        if (enabled) {
            disabledUsers.remove(user.id());
        } else {
            disabledUsers.add(user.id());
        }
    }

    boolean isEnabled(SandboxUser user) {
        return !disabledUsers.contains(user.id());
    }
}

package com.algosolutions.oauth.ringcentral;

import com.algosolutions.oauth.ApiResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The result of a search for a team. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class TeamSearch {
    private final String name;
    private final List<TeamId> found;
    private final int teams;
    private final Optional<String> incomplete;
    private final Optional<ApiResult> failedRequest;

    TeamSearch(
            String name,
            Collection<TeamId> found,
            int teams,
            Optional<String> incomplete,
            Optional<ApiResult> failure) {
        this.name = name;
        this.found = List.copyOf(found);
        this.teams = teams;
        this.incomplete = incomplete;
        this.failedRequest = failure;
    }

    /** {@return the name searched for} */
    public String name() {
        return name;
    }

    /** {@return the ids of the teams of that name; a name is not unique} */
    public List<TeamId> found() {
        return found;
    }

    /** {@return the number of teams searched} */
    public int teams() {
        return teams;
    }

    /** {@return why the search ended before the last team, if it did; more teams may have the name then} */
    public Optional<String> incomplete() {
        return incomplete;
    }

    /** {@return the request that ended the search, if one did} */
    public Optional<ApiResult> failedRequest() {
        return failedRequest;
    }

    /**
     * The one team of that name.
     *
     * @return its id
     * @throws IllegalStateException if there is none, or more than one, or the search is incomplete; the message says what to do
     */
    public TeamId only() {
        if (incomplete.isPresent() || found.size() != 1) {
            throw new IllegalStateException(toString());
        }
        return found.get(0);
    }

    /** {@return the result in one line} */
    @Override
    public String toString() {
        if (incomplete.isPresent()) {
            return "The search for team \"" + name + "\" ended after " + teams + " teams: " + incomplete.get();
        }
        if (found.isEmpty()) {
            return "None of the " + teams + " teams is called \"" + name
                    + "\". Check the spelling, and that the profile's user is a member.";
        }
        return found.size() == 1
                ? "Team \"" + name + "\" is " + found.get(0) + "."
                : found.size() + " teams are called \"" + name + "\": " + found
                        + ". Rename one, or paste the link of the right one.";
    }
}

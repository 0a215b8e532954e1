package com.algosolutions.benchmarks;

/** A client with profiles 0, 1, 2 … */
public interface Session {
    /** The profile's token in the form in which the library hands it to a caller: cached while it is valid, otherwise requested. */
    Object authorization(int profile) throws Exception;

    /** Sends {@link Site#BODY} to {@link Site#posts} with the profile's token, and reads the response; throws unless that is a 2xx. */
    void post(int profile) throws Exception;
}

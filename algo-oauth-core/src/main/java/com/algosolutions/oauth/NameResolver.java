package com.algosolutions.oauth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Turns a host name into addresses. Must be thread-safe; it may block, because the client waits for it no longer than a call's
 * deadline.
 */
@FunctionalInterface
public interface NameResolver {
    /**
     * Looks a name up.
     *
     * @param host the host name
     * @return its addresses, in the order in which they should be tried; not empty
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}

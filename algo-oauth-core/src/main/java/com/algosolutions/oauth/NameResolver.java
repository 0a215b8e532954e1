package com.algosolutions.oauth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Resolves a host name to IP addresses. Must be thread-safe. It may block, because a call waits for it until the call's deadline at most.
 * If it throws anything but {@link UnknownHostException}, or returns null, an empty list or a list with null, the request is not sent, and
 * its {@link Failure} names the resolver's class.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NameResolver {
    /**
     * Resolves a name.
     *
     * @param host the host name
     * @return its addresses, in the order in which they should be tried; not empty
     * @throws UnknownHostException if the name has no address
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}

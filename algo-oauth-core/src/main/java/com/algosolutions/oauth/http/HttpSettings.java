package com.algosolutions.oauth.http;

import com.algosolutions.oauth.NameResolver;
import com.algosolutions.oauth.profile.ApiHost;
import java.net.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a client's builder says about HTTP. Immutable.
 *
 * @param connectTimeout limit of one connection attempt
 * @param readTimeout limit between two bytes, in either direction
 * @param maxReplyBytes largest response body that is read
 * @param userAgent value of the {@code User-Agent} header
 * @param resolver looks up host names
 * @param proxy the proxy; null for the JVM's
 * @param proxyCredentials user and password for the proxy; null if it needs none
 * @param direct hosts that are reached without the proxy
 * @param trust decides which server certificates are trusted; null for the JVM's
 * @param pins SHA-256 fingerprints of certificates by host; such a host must present one of them
 * @param certificate the device's TLS certificate; null if it has none
 */
public record HttpSettings(
        Duration connectTimeout,
        Duration readTimeout,
        int maxReplyBytes,
        String userAgent,
        NameResolver resolver,
        @Nullable Proxy proxy,
        @Nullable ProxyCredentials proxyCredentials,
        Set<ApiHost> direct,
        @Nullable X509TrustManager trust,
        Map<ApiHost, Set<String>> pins,
        @Nullable X509KeyManager certificate) {}

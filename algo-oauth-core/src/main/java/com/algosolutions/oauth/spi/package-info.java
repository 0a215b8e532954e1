/**
 * What a provider plugin declares: its preset, its errors, and how its tokens behave. Data without secrets.
 *
 * <p>A provider plugin implements {@link com.algosolutions.oauth.spi.OAuthProvider} and registers it for {@link
 * java.util.ServiceLoader}, in {@code module-info} and in {@code META-INF/services}. An application can also pass it to the client's builder.
 */
@NullMarked
package com.algosolutions.oauth.spi;

import org.jspecify.annotations.NullMarked;

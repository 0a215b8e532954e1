package com.algosolutions.oauth.endpoint;

import com.algosolutions.oauth.Failure;

/**
 * The result of a request: a value, or the reason why there is none.
 *
 * @param <T> the type of the value
 */
public sealed interface Answer<T> {

    /**
     * The request succeeded.
     *
     * @param value its result
     */
    record Got<T>(T value) implements Answer<T> {}

    /**
     * The request failed.
     *
     * @param failure the reason
     */
    record Failed<T>(Failure failure) implements Answer<T> {}
}

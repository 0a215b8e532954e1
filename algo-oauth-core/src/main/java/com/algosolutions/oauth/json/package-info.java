/**
 * JSON text and its members.
 *
 * <p>Of the library, this package uses {@code input} alone. {@link com.algosolutions.oauth.json.Json} converts text to plain Java values and
 * back, {@link com.algosolutions.oauth.json.Fields} reads an object that people wrote, {@link com.algosolutions.oauth.json.Members} reads
 * one that this library wrote, and {@link com.algosolutions.oauth.input.Problem} describes a problem and its fix.
 */
@NullMarked
package com.algosolutions.oauth.json;

import org.jspecify.annotations.NullMarked;

/**
 * JSON text, its members, and the problems found in them.
 *
 * <p>This package uses no other package of the library. {@link com.algosolutions.oauth.json.Json} converts text to plain Java values and
 * back, {@link com.algosolutions.oauth.json.Fields} reads an object that people wrote, {@link com.algosolutions.oauth.json.Members} reads
 * one that this library wrote, and {@link com.algosolutions.oauth.json.Problem} describes a problem and its fix.
 */
package com.algosolutions.oauth.json;

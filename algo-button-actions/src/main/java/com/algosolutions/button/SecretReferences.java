package com.algosolutions.button;

import com.algosolutions.oauth.input.Secret;
import com.algosolutions.oauth.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves the references to secrets in a document. A problem never quotes a value that is not a reference: it may be the secret. */
final class SecretReferences {
    private final SecretSource source;
    private final List<Secret> resolved = new ArrayList<>();

    SecretReferences(SecretSource source) {
        this.source = source;
    }

    /** The secrets that have been resolved: an operator may have pasted one into another member too. */
    Secret[] resolved() {
        return resolved.toArray(Secret[]::new);
    }

    /** The secret that a member refers to; null if the member is left out or has a problem. */
    @Nullable
    Secret resolve(Fields fields, String member) {
        String reference = fields.text(member);
        if (reference == null || reference.isBlank()) {
            return null;
        }
        int colon = reference.indexOf(':');
        String scheme = colon < 0 ? "" : reference.substring(0, colon);
        List<String> schemes;
        try {
            schemes = List.copyOf(source.schemes());
        } catch (Throwable e) {
            fields.problem(
                    member,
                    "cannot be resolved: the secret source failed with " + thrown(e) + " in schemes()",
                    "Correct the secret source.");
            return null;
        }
        if (!schemes.contains(scheme)) {
            ButtonReader.problem(
                    fields,
                    member,
                    scheme.isEmpty() ? "" : reference,
                    "is not a reference to a secret",
                    "Write "
                            + schemes.stream().map(known -> known + ":…").collect(Collectors.joining(" or "))
                            + ". Do not write a secret into this document.");
            return null;
        }
        if (reference.substring(colon + 1).isBlank()) {
            fields.problem(member, "names nothing after " + scheme + ":", "Write the name of the secret there.");
            return null;
        }
        try {
            Secret secret =
                    source.secret(scheme, reference.substring(colon + 1)).orElse(null);
            if (secret != null && secret.reveal().isBlank()) { // of a source of the firmware
                throw new TextFile.Unusable("has only white space", "Provide the secret.");
            }
            if (secret == null) {
                ButtonReader.problem(
                        fields,
                        member,
                        reference,
                        "refers to " + reference + ", which does not exist",
                        "Provide it, or correct the name.");
            } else {
                resolved.add(secret);
            }
            return secret;
        } catch (TextFile.Unusable e) {
            fields.problem(member, "refers to " + reference + ", which " + e.reason(), e.advice());
            return null;
        } catch (Throwable e) { // an invalid path, or a failure of the firmware's source
            fields.problem(
                    member,
                    "refers to " + reference + ", which cannot be read (" + thrown(e) + ")",
                    "Check its name and its permissions.");
            return null;
        }
    }

    /** The class of an exception; not its message, which may have the secret. */
    private static String thrown(Throwable e) {
        if (e instanceof InterruptedException) { // not declared, but a source in another language may throw it
            Thread.currentThread().interrupt();
        }
        return e.getClass().getSimpleName();
    }
}

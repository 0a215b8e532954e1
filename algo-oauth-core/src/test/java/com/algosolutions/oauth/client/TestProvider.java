package com.algosolutions.oauth.client;

import com.algosolutions.oauth.profile.PkceMethod;
import com.algosolutions.oauth.profile.Preset;
import com.algosolutions.oauth.profile.ProfileField;
import com.algosolutions.oauth.profile.ResponseType;
import com.algosolutions.oauth.spi.ErrorTable;
import com.algosolutions.oauth.spi.OAuthProvider;
import com.algosolutions.oauth.spi.ProviderGrant;
import com.algosolutions.oauth.spi.TokenTraits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A provider with the declarations that a test gives it, and the defaults of the interface for the others. */
public class TestProvider implements OAuthProvider {
    private final String id;
    private Preset preset;
    private final TokenTraits.Builder traits = TokenTraits.builder();
    private Supplier<ErrorTable> errors = ErrorTable::empty;
    private Supplier<Map<String, Object>> failureMarks = Map::of;
    private Supplier<Set<String>> bearerTypes = Set::of;
    private List<ProviderGrant> grants = List.of();

    public TestProvider(String id) {
        this.id = id;
        preset = Preset.of(id);
    }

    /** A provider with the preset of {@link FakeProvider}: a JWT bearer grant. */
    public static TestProvider jwt(String id, Consumer<TokenTraits.Builder> change) {
        return new TestProvider(id).preset(new FakeProvider(id).preset()).traits(change);
    }

    /** A provider whose renewals kill the old token. */
    public static TestProvider killing() {
        return jwt("KILLING", traits -> traits.renewalInvalidatesAccessToken(true));
    }

    /** A provider in which the user signs in with a browser. */
    public static TestProvider browser(String id) {
        return new TestProvider(id)
                .preset(Preset.of(id)
                        .with(ProfileField.PKCE_METHOD, PkceMethod.S256)
                        .with(ProfileField.RESPONSE_TYPE, ResponseType.CODE));
    }

    /** A provider that says in the body that it has failed. */
    public static TestProvider marking(String id) {
        return new TestProvider(id).failureMarks(() -> Map.of("ok", false));
    }

    /** A provider that fails where a token type is looked up. */
    public static TestProvider throwing() {
        return browser("THROWER").bearerTypes(() -> {
            throw new IllegalStateException("a mistake in a plugin");
        });
    }

    public final TestProvider preset(Preset next) {
        preset = next;
        return this;
    }

    public final TestProvider traits(Consumer<TokenTraits.Builder> change) {
        change.accept(traits);
        return this;
    }

    public final TestProvider errors(Supplier<ErrorTable> next) {
        errors = next;
        return this;
    }

    public final TestProvider failureMarks(Supplier<Map<String, Object>> next) {
        failureMarks = next;
        return this;
    }

    public final TestProvider bearerTypes(Supplier<Set<String>> next) {
        bearerTypes = next;
        return this;
    }

    public final TestProvider grant(ProviderGrant next) {
        grants = List.of(next);
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Preset preset() {
        return preset;
    }

    @Override
    public TokenTraits traits() {
        return traits.build();
    }

    @Override
    public ErrorTable errors() {
        return errors.get();
    }

    @Override
    public Map<String, Object> failureMarks() {
        return failureMarks.get();
    }

    @Override
    public Set<String> bearerTypes() {
        return bearerTypes.get();
    }

    @Override
    public List<ProviderGrant> grants() {
        return grants;
    }
}

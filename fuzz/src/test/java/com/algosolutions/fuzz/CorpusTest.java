package com.algosolutions.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each input of the corpus, and changes of it that are the same in every build. {@code JazzerTest} looks for new inputs. */
class CorpusTest {
    private static final long SEED = 20261129;
    private static final long LARGEST_CORPUS = 300 * 1024;

    @ParameterizedTest
    @EnumSource
    void target_anyInputOfItsCorpus_returnsAValueOrTheDocumentedFailure(Target target) throws IOException {
        assertThat(target.inputs()).isNotEmpty();
        for (Path file : target.inputs()) {
            byte[] input = Files.readAllBytes(file);
            assertThatCode(() -> target.accept(input)).as(file.toString()).doesNotThrowAnyException();
        }
        target.accept(new byte[0]);
    }

    @ParameterizedTest
    @EnumSource
    void target_changedInputs_returnsAValueOrTheDocumentedFailure(Target target) throws IOException {
        Mutations mutations = new Mutations(SEED);
        List<Path> files = target.inputs();
        for (int i = 0; i < target.changes(); i++) {
            Path file = files.get(i % files.size());
            byte[] input = mutations.of(Files.readAllBytes(file));
            try {
                target.accept(input);
            } catch (AssertionError e) {
                throw new AssertionError(
                        file + ", changed: " + Base64.getEncoder().encodeToString(input), e);
            }
        }
    }

    @Test
    void corpus_isSmall() throws IOException {
        long bytes = 0;
        for (Target target : Target.values()) {
            for (Path file : target.inputs()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isLessThan(LARGEST_CORPUS);
    }
}

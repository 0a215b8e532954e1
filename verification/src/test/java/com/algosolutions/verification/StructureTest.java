package com.algosolutions.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Limits the cycles between classes of core, and the number of public classes in unexported packages. */
class StructureTest {
    /** A profile with its form, a credential with the profiles that share it, and a store with its implementations are four types each. */
    private static final int LARGEST_CYCLE = 4;

    /** The number of types that are public only for other packages of core. Raised only for what another package of core must call. */
    private static final int PUBLIC_TYPES = 76;

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOptions(
                    List.of(new ImportOption.DoNotIncludeTests(), new ArchitectureTest.DoNotIncludeTestJars()))
            .importPackages(CorePackages.allNames());

    private static Map<String, Set<String>> dependencies() {
        Map<String, Set<String>> uses = new TreeMap<>();
        Set<String> packages = Set.of(CorePackages.allNames());
        for (JavaClass type : CORE) {
            if (packages.contains(type.getPackageName())) {
                Set<String> used = uses.computeIfAbsent(topLevel(type), absent -> new TreeSet<>());
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (packages.contains(target.getPackageName())) {
                        used.add(topLevel(target));
                    }
                }
            }
        }
        return uses;
    }

    private static String topLevel(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @Test
    void cyclesOfTopLevelClasses_areSmall() {
        List<Set<String>> cycles = new Cycles(dependencies()).find();
        assertThat(cycles).isNotEmpty().allSatisfy(cycle -> assertThat(cycle).hasSizeLessThanOrEqualTo(LARGEST_CYCLE));
    }

    @Test
    void publicTypesInUnexportedPackages_areWithinTheirBudget() {
        List<String> unexported =
                CorePackages.unexported().stream().map(CorePackages::name).toList();
        List<String> visible = CORE.stream()
                .filter(type -> unexported.contains(type.getPackageName()))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getName().contains("$"))
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertThat(visible)
                .as("public types in unexported packages: narrow one, or, if there are fewer now, lower the budget")
                .hasSize(PUBLIC_TYPES);
    }

    @Test
    void dependencies_ofAKnownCycle_areFound() {
        Map<String, Set<String>> uses =
                Map.of("a", Set.of("b"), "b", Set.of("c", "d"), "c", Set.of("a"), "d", Set.of("e"), "e", Set.of());
        assertThat(new Cycles(uses).find()).containsExactly(Set.of("a", "b", "c"));
    }

    /** Tarjan's strongly connected components with more than one member. */
    private static final class Cycles {
        private final Map<String, Set<String>> uses;
        private final Map<String, Integer> index = new HashMap<>();
        private final Map<String, Integer> low = new HashMap<>();
        private final Deque<String> stack = new ArrayDeque<>();
        private final Set<String> onStack = new HashSet<>();
        private final List<Set<String>> found = new ArrayList<>();

        Cycles(Map<String, Set<String>> uses) {
            this.uses = uses;
        }

        List<Set<String>> find() {
            for (String name : new TreeSet<>(uses.keySet())) {
                if (!index.containsKey(name)) {
                    visit(name);
                }
            }
            found.sort(
                    Comparator.comparingInt((Set<String> cycle) -> cycle.size()).reversed());
            return found;
        }

        private void visit(String name) {
            index.put(name, index.size());
            low.put(name, index.get(name));
            stack.push(name);
            onStack.add(name);
            for (String used : uses.getOrDefault(name, Set.of())) {
                if (!index.containsKey(used)) {
                    visit(used);
                    low.merge(name, low.get(used), Math::min);
                } else if (onStack.contains(used)) {
                    low.merge(name, index.get(used), Math::min);
                }
            }
            if (low.get(name).equals(index.get(name))) {
                Set<String> component = new TreeSet<>();
                String member;
                do {
                    member = stack.pop();
                    onStack.remove(member);
                    component.add(member);
                } while (!member.equals(name));
                if (component.size() > 1) {
                    found.add(component);
                }
            }
        }
    }
}

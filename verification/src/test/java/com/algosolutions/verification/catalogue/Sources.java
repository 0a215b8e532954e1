package com.algosolutions.verification.catalogue;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The main sources of the published modules, read by the compiler: who calls what, what is assigned, what is returned. */
final class Sources {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("algo-oauth-core", "algo-oauth-ringcentral", "algo-oauth-providers", "algo-button-actions");

    final Trees trees;

    /** Calls of methods and constructors, by what is called, in the order of the files. */
    final Map<Element, List<TreePath>> calls = new LinkedHashMap<>();

    final Map<Element, List<TreePath>> assigned = new LinkedHashMap<>();
    final Map<Element, List<TreePath>> returned = new LinkedHashMap<>();

    private final Elements elements;

    private Sources(Trees trees, Elements elements) {
        this.trees = trees;
        this.elements = elements;
    }

    TypeElement type(String name) {
        return elements.getTypeElement(name);
    }

    static Sources read() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                files,
                null,
                List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")),
                null,
                files.getJavaFileObjectsFromPaths(
                        MODULES.stream().flatMap(Sources::files).toList()));
        List<CompilationUnitTree> units = new ArrayList<>();
        task.parse().forEach(units::add);
        task.analyze();
        Sources sources = new Sources(Trees.instance(task), task.getElements());
        units.forEach(sources::add);
        return sources;
    }

    private static Stream<Path> files(String module) {
        try (Stream<Path> found = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            return found
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(CompilationUnitTree unit) {
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree tree, Void none) {
                put(calls, trees.getElement(getCurrentPath()), getCurrentPath());
                return super.visitMethodInvocation(tree, none);
            }

            @Override
            public Void visitNewClass(NewClassTree tree, Void none) {
                put(calls, trees.getElement(getCurrentPath()), getCurrentPath());
                return super.visitNewClass(tree, none);
            }

            @Override
            public Void visitAssignment(AssignmentTree tree, Void none) {
                put(
                        assigned,
                        trees.getElement(child(getCurrentPath(), tree.getVariable())),
                        child(getCurrentPath(), tree.getExpression()));
                return super.visitAssignment(tree, none);
            }

            @Override
            public Void visitReturn(ReturnTree tree, Void none) {
                TreePath method = getCurrentPath();
                while (method.getLeaf().getKind() != Tree.Kind.METHOD
                        && method.getLeaf().getKind() != Tree.Kind.LAMBDA_EXPRESSION) {
                    method = method.getParentPath();
                }
                if (method.getLeaf().getKind() == Tree.Kind.METHOD && tree.getExpression() != null) {
                    put(returned, trees.getElement(method), child(getCurrentPath(), tree.getExpression()));
                }
                return super.visitReturn(tree, none);
            }
        }.scan(unit, null);
    }

    static TreePath child(TreePath parent, Tree tree) {
        return new TreePath(parent, tree);
    }

    /** The arguments of a call. */
    static List<? extends ExpressionTree> arguments(TreePath call) {
        return call.getLeaf() instanceof MethodInvocationTree invocation
                ? invocation.getArguments()
                : ((NewClassTree) call.getLeaf()).getArguments();
    }

    private static void put(Map<Element, List<TreePath>> to, Element key, TreePath path) {
        if (key != null) {
            to.computeIfAbsent(key, absent -> new ArrayList<>()).add(path);
        }
    }
}

package com.algosolutions.verification.catalogue;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** The places of the sources that make a failure, a problem or an exception, with the texts that it can have. */
final class Sites {
    private static final int DEEPEST = 4;

    private final Sources sources;
    private final Texts texts;

    Sites(Sources sources) {
        this.sources = sources;
        this.texts = new Texts(sources);
    }

    /**
     * What one place can say.
     *
     * @param type the class that says it
     * @param parts the texts of the arguments, in the order in which they were asked for
     */
    record Said(String type, List<String> parts) {}

    /**
     * What the calls of a method or constructor can say.
     *
     * @param owner the class that declares it
     * @param name its name; that of a constructor is {@code <init>}
     * @param parameters how many it has
     * @param asked the indexes of the arguments; -1 for none
     */
    Set<Said> of(Class<?> owner, String name, int parameters, int... asked) {
        Set<Said> all = new LinkedHashSet<>();
        sources.calls.forEach((called, paths) -> {
            if (called instanceof ExecutableElement method
                    && method.getSimpleName().contentEquals(name)
                    && method.getParameters().size() == parameters
                    && ((TypeElement) method.getEnclosingElement())
                            .getQualifiedName()
                            .contentEquals(owner.getName())) {
                paths.forEach(path -> said(path, asked, all));
            }
        });
        return all;
    }

    private void said(TreePath call, int[] asked, Set<Said> to) {
        List<TreePath> arguments = new ArrayList<>();
        for (int index : asked) {
            arguments.add(
                    index < 0
                            ? null
                            : Sources.child(call, Sources.arguments(call).get(index)));
        }
        add(call, arguments, to);
    }

    /** What {@code failure.withKind(…).withMessage(…).withAdvice(…)} can say: kind, message and advice, each empty if it stays. */
    Set<Said> changed(Class<?> owner) {
        Set<Said> all = new LinkedHashSet<>();
        sources.calls.forEach((called, paths) -> {
            if (called.getSimpleName().contentEquals("withMessage")
                    && ((TypeElement) called.getEnclosingElement())
                            .getQualifiedName()
                            .contentEquals(owner.getName())) {
                paths.forEach(path -> add(
                        path,
                        List.of(
                                argument(before(path), "withKind"),
                                argument(path, "withMessage"),
                                argument(after(path), "withAdvice")),
                        all));
            }
        });
        return all;
    }

    /** The texts that a method can return. */
    Set<String> returned(Class<?> owner, String method) {
        Set<String> all = new LinkedHashSet<>();
        sources.returned.forEach((element, paths) -> {
            if (element.getSimpleName().contentEquals(method)
                    && ((TypeElement) element.getEnclosingElement())
                            .getQualifiedName()
                            .contentEquals(owner.getName())) {
                paths.forEach(path -> all.addAll(texts.of(path, Texts.Binding.NONE)));
            }
        });
        return all;
    }

    private static TreePath argument(TreePath call, String name) {
        boolean found = call.getLeaf() instanceof MethodInvocationTree invocation
                && invocation.getMethodSelect() instanceof MemberSelectTree select
                && select.getIdentifier().contentEquals(name);
        return found ? Sources.child(call, Sources.arguments(call).get(0)) : call;
    }

    /** The call on whose result this one is made. */
    private static TreePath before(TreePath call) {
        Tree select = ((MethodInvocationTree) call.getLeaf()).getMethodSelect();
        return Sources.child(Sources.child(call, select), ((MemberSelectTree) select).getExpression());
    }

    /** The call that is made on the result of this one. */
    private static TreePath after(TreePath call) {
        TreePath next = call.getParentPath().getParentPath();
        return next != null && next.getLeaf() instanceof MethodInvocationTree ? next : call;
    }

    private void add(TreePath at, List<TreePath> arguments, Set<Said> to) {
        String type = typeOf(at);
        for (Texts.Binding binding : contexts(at, arguments, 0)) {
            List<List<String>> rows = List.of(List.of());
            for (TreePath argument : arguments) {
                Set<String> values = argument == null || argument.getLeaf() == at.getLeaf()
                        ? Set.of("")
                        : texts.of(argument, binding);
                List<List<String>> longer = new ArrayList<>();
                for (List<String> row : rows) {
                    for (String value : values) {
                        List<String> next = new ArrayList<>(row);
                        next.add(value.replaceAll("\\s+", " ").strip());
                        longer.add(next);
                    }
                }
                rows = longer;
            }
            rows.forEach(row -> to.add(new Said(type, row)));
        }
    }

    /** The bindings of the enclosing method's parameters, one for each call of that method, if the arguments use them. */
    private List<Texts.Binding> contexts(TreePath at, List<TreePath> arguments, int depth) {
        TreePath declared = at;
        while (declared != null && declared.getLeaf().getKind() != Tree.Kind.METHOD) {
            declared = declared.getParentPath();
        }
        if (declared == null
                || depth > DEEPEST
                || !(sources.trees.getElement(declared) instanceof ExecutableElement method)
                || arguments.stream().noneMatch(argument -> argument != null && uses(argument, method))) {
            return List.of(Texts.Binding.NONE);
        }
        List<Texts.Binding> all = new ArrayList<>();
        for (TreePath call : sources.calls.getOrDefault(method, List.of())) {
            List<TreePath> outer = Sources.arguments(call).stream()
                    .map(argument -> Sources.child(call, argument))
                    .toList();
            contexts(call, outer, depth + 1).forEach(within -> all.add(texts.bind(method, call, within)));
        }
        return all.isEmpty() ? List.of(Texts.Binding.NONE) : all;
    }

    private boolean uses(TreePath expression, ExecutableElement method) {
        boolean[] found = {false};
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitIdentifier(IdentifierTree tree, Void none) {
                Element element = sources.trees.getElement(getCurrentPath());
                found[0] |= element != null
                        && element.getKind() == ElementKind.PARAMETER
                        && method.getParameters().contains(element);
                return null;
            }
        }.scan(expression, null);
        return found[0];
    }

    private static String typeOf(TreePath at) {
        String file = at.getCompilationUnit().getPackageName() + ".";
        String name = at.getCompilationUnit().getSourceFile().getName().replaceAll(".*[/\\\\]|\\.java$", "");
        return file + name;
    }

    /** The constants of an enum with their Javadoc, in order. */
    List<List<String>> constants(String type) {
        TypeElement element = sources.type(type);
        List<List<String>> all = new ArrayList<>();
        for (Element member : element.getEnclosedElements()) {
            if (member.getKind() == ElementKind.ENUM_CONSTANT) {
                String doc = String.valueOf(sources.trees.getDocComment(sources.trees.getPath(member)))
                        .replaceAll("\\s+", " ")
                        .strip();
                all.add(List.of(
                        member.getSimpleName().toString(),
                        doc.replaceAll("\\{@\\w+ (?:[^\\s{}]+ )?[^\\s{}]*?(\\w+)(?:\\([^)]*\\))?\\}", "$1")));
            }
        }
        return all;
    }
}

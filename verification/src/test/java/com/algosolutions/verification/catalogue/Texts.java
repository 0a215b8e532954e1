package com.algosolutions.verification.catalogue;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * The texts that an expression of the sources can have: constants as they are, {@code …} for what only a run knows. Branches, parameters and
 * methods of the sources are followed.
 */
final class Texts {
    static final String UNKNOWN = "\u2026";
    private static final int MOST = 6;
    private static final int DEEPEST = 12;

    private final Sources sources;

    Texts(Sources sources) {
        this.sources = sources;
    }

    /** The expressions that the parameters of a method have in one call of it. */
    record Binding(Map<Element, Bound> parameters) {
        static final Binding NONE = new Binding(Map.of());
    }

    /** An expression where it stands. */
    record Bound(TreePath expression, Binding within) {}

    Set<String> of(TreePath expression, Binding binding) {
        return of(expression, binding, 0);
    }

    private Set<String> of(TreePath path, Binding binding, int depth) {
        Tree tree = path.getLeaf();
        if (depth > DEEPEST) {
            return Set.of(UNKNOWN);
        }
        if (tree instanceof LiteralTree literal) {
            return Set.of(literal.getValue() == null ? UNKNOWN : String.valueOf(literal.getValue()));
        }
        if (tree instanceof ParenthesizedTree inner) {
            return of(Sources.child(path, inner.getExpression()), binding, depth);
        }
        if (tree instanceof TypeCastTree cast) {
            return of(Sources.child(path, cast.getExpression()), binding, depth);
        }
        if (tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS) {
            return joined(
                    of(Sources.child(path, sum.getLeftOperand()), binding, depth),
                    of(Sources.child(path, sum.getRightOperand()), binding, depth));
        }
        if (tree instanceof ConditionalExpressionTree choice) {
            return either(
                    of(Sources.child(path, choice.getTrueExpression()), binding, depth),
                    of(Sources.child(path, choice.getFalseExpression()), binding, depth));
        }
        if (tree instanceof SwitchExpressionTree choice) {
            Set<String> all = new LinkedHashSet<>();
            for (CaseTree one : choice.getCases()) {
                all.addAll(
                        one.getBody() instanceof ExpressionTree value
                                ? of(Sources.child(path, value), binding, depth)
                                : Set.of(UNKNOWN));
            }
            return all;
        }
        if (tree instanceof MethodInvocationTree call) {
            return ofCall(path, call, binding, depth);
        }
        Element element = sources.trees.getElement(path);
        return element instanceof VariableElement variable ? ofVariable(variable, binding, depth) : Set.of(UNKNOWN);
    }

    private Set<String> ofVariable(VariableElement variable, Binding binding, int depth) {
        if (variable.getConstantValue() != null) {
            return Set.of(String.valueOf(variable.getConstantValue()));
        }
        if (variable.getKind() == ElementKind.ENUM_CONSTANT) {
            return Set.of(variable.getSimpleName().toString());
        }
        Bound bound = binding.parameters().get(variable);
        if (bound != null
                && bound.expression().getLeaf() instanceof LiteralTree given
                && !(given.getValue() instanceof String)) {
            return Set.of(UNKNOWN); // one of many numbers
        }
        if (bound != null) {
            return of(bound.expression(), bound.within(), depth + 1);
        }
        TreePath declared = sources.trees.getPath(variable);
        Set<String> all = new LinkedHashSet<>();
        if (declared != null && declared.getLeaf() instanceof VariableTree tree && tree.getInitializer() != null) {
            all.addAll(of(Sources.child(declared, tree.getInitializer()), binding, depth + 1));
        }
        if (variable.getKind() == ElementKind.LOCAL_VARIABLE) {
            for (TreePath value : sources.assigned.getOrDefault(variable, List.of())) {
                all.addAll(of(value, binding, depth + 4)); // an assignment may use the variable itself
            }
        }
        return all.isEmpty()
                        || variable.getKind() == ElementKind.FIELD
                                && !variable.getModifiers().contains(Modifier.FINAL)
                ? Set.of(UNKNOWN)
                : all;
    }

    private Set<String> ofCall(TreePath path, MethodInvocationTree call, Binding binding, int depth) {
        if (!(sources.trees.getElement(path) instanceof ExecutableElement method)
                || !method.getReturnType().toString().endsWith("String")) {
            return Set.of(UNKNOWN);
        }
        String name = method.getSimpleName().toString();
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
            TreePath receiver = Sources.child(Sources.child(path, select), select.getExpression());
            if (name.equals("formatted")) {
                Set<String> all = new LinkedHashSet<>();
                of(receiver, binding, depth).forEach(text -> all.add(text.replaceAll("%[\\d$,.]*[sd]", UNKNOWN)));
                return all;
            }
            if (name.equals("strip") || name.equals("toString")) {
                return of(receiver, binding, depth);
            }
            String constant = ofConstant(sources.trees.getElement(receiver), name);
            if (constant != null && call.getArguments().isEmpty()) {
                return Set.of(constant);
            }
        }
        List<TreePath> results = sources.returned.getOrDefault(method, List.of());
        if (results.isEmpty() || results.size() > 8) {
            return Set.of(UNKNOWN);
        }
        Set<String> all = new LinkedHashSet<>();
        Binding inside = bind(method, path, binding);
        results.forEach(result -> all.addAll(of(result, inside, depth + 2)));
        return limited(all);
    }

    /** What a method of a constant returns, such as {@code ProfileField.NAME.label()}. */
    private static String ofConstant(Element constant, String method) {
        if (!(constant instanceof VariableElement field)
                || !field.getModifiers().contains(Modifier.STATIC)
                || !(field.getEnclosingElement() instanceof TypeElement type)) {
            return null;
        }
        try {
            Field declared = Class.forName(type.getQualifiedName().toString())
                    .getDeclaredField(field.getSimpleName().toString());
            declared.setAccessible(true);
            Object value = declared.get(null);
            Method called = value.getClass().getMethod(method);
            called.setAccessible(true);
            return String.valueOf(called.invoke(value));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    Binding bind(ExecutableElement method, TreePath call, Binding within) {
        Map<Element, Bound> bound = new HashMap<>();
        List<? extends ExpressionTree> arguments = Sources.arguments(call);
        for (int i = 0; i < method.getParameters().size() && i < arguments.size(); i++) {
            bound.put(method.getParameters().get(i), new Bound(Sources.child(call, arguments.get(i)), within));
        }
        return new Binding(bound);
    }

    private static Set<String> joined(Set<String> left, Set<String> right) {
        if (left.size() * right.size() > MOST) {
            return Set.of(tidy(inOne(left) + inOne(right)));
        }
        Set<String> all = new LinkedHashSet<>();
        left.forEach(begin -> right.forEach(end -> all.add(tidy(begin + end))));
        return all;
    }

    /** All alternatives as one text. */
    private static String inOne(Set<String> alternatives) {
        return alternatives.size() == 1
                ? alternatives.iterator().next()
                : alternatives.stream().filter(text -> !text.isBlank()).collect(Collectors.joining(" / ", "(", ")"));
    }

    private static String tidy(String text) {
        return text.replaceAll("\u2026(?:[ ,]*\u2026)+", UNKNOWN);
    }

    private static Set<String> either(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Set<String> limited(Set<String> all) {
        return all.size() > MOST ? Set.of(inOne(all)) : all;
    }
}

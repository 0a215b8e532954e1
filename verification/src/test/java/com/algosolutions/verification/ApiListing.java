package com.algosolutions.verification;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The API of a published module as text: each public type of its exported packages with each public or protected member, sorted, one
 * declaration to a line. A type of a package that the module does not export appears only through the members that a public type inherits.
 */
final class ApiListing {
    private final ModuleReference module;

    private ApiListing(ModuleReference module) {
        this.module = module;
    }

    /** The listing of a module on the class path of this test. */
    static ApiListing of(String name) {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(path -> path.contains("algo-") && !path.endsWith("test-classes"))
                .flatMap(path -> ModuleFinder.of(Path.of(path)).findAll().stream())
                .filter(found -> found.descriptor().name().equals(name))
                .findFirst()
                .map(ApiListing::new)
                .orElseThrow(() -> new AssertionError("no module " + name + " on the class path"));
    }

    /** The public types of the exported packages, by name. */
    List<Class<?>> types() throws IOException {
        Set<String> exported = module.descriptor().exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        try (ModuleReader reader = module.open();
                Stream<String> resources = reader.list()) {
            return resources
                    .filter(resource -> resource.endsWith(".class") && !resource.endsWith("-info.class"))
                    .map(resource -> resource.substring(0, resource.length() - ".class".length())
                            .replace('/', '.'))
                    .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
                    .sorted()
                    .<Class<?>>map(ApiListing::load)
                    .filter(ApiListing::visible)
                    .toList();
        }
    }

    /** The packages that are exported and not {@code @NullMarked}. */
    List<String> packagesWithoutNullMarked() {
        return module.descriptor().exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .filter(name -> !load(name + ".package-info").isAnnotationPresent(NullMarked.class))
                .sorted()
                .toList();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiListing.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean visible(Class<?> type) {
        return seen(type.getModifiers())
                && !type.isSynthetic()
                && (type.getEnclosingClass() == null || visible(type.getEnclosingClass()));
    }

    private static boolean seen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Class<?> type : types()) {
            text.append(text.isEmpty() ? "" : "\n").append(declaration(type)).append('\n');
            members(type).forEach(member -> text.append("    ").append(member).append('\n'));
        }
        return text.toString();
    }

    private static String declaration(Class<?> type) {
        StringBuilder text = new StringBuilder();
        text.append(modifiers(type.getModifiers() & ~Modifier.ABSTRACT & ~Modifier.FINAL & ~Modifier.STATIC));
        if (type.isSealed()) {
            text.append("sealed ");
        }
        boolean plain = !type.isInterface() && !type.isEnum() && !type.isRecord();
        if (plain && Modifier.isAbstract(type.getModifiers())) {
            text.append("abstract ");
        } else if (plain && Modifier.isFinal(type.getModifiers())) {
            text.append("final ");
        }
        text.append(
                        type.isAnnotation()
                                ? "@interface "
                                : type.isInterface()
                                        ? "interface "
                                        : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ")
                .append(type.getName())
                .append(variables(type.getTypeParameters()));
        if (type.isRecord()) {
            text.append(Stream.of(type.getRecordComponents())
                    .map(component -> name(component.getAnnotatedType()) + " " + component.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        AnnotatedType parent = plain ? type.getAnnotatedSuperclass() : null;
        if (parent != null && parent.getType() != Object.class && visible((Class<?>) raw(parent))) {
            text.append(" extends ").append(name(parent));
        }
        List<String> interfaces = new ArrayList<>();
        for (AnnotatedType implemented : type.getAnnotatedInterfaces()) {
            interfaces.add(name(implemented));
        }
        if (!interfaces.isEmpty()) {
            text.append(type.isInterface() ? " extends " : " implements ").append(String.join(", ", interfaces));
        }
        return text.toString();
    }

    private static Object raw(AnnotatedType type) {
        return type.getType() instanceof ParameterizedType generic ? generic.getRawType() : type.getType();
    }

    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>(
                Comparator.comparing((String line) -> line.contains("(")).thenComparing(Comparator.naturalOrder()));
        List<String> constants = new ArrayList<>();
        for (Class<?> from : inherited(type)) {
            for (Field field : from.getDeclaredFields()) {
                if (field.isEnumConstant()) {
                    constants.add(field.getName());
                } else if (listed(field)) {
                    members.add(
                            modifiers(field.getModifiers()) + name(field.getAnnotatedType()) + " " + field.getName());
                }
            }
            for (Method method : from.getDeclaredMethods()) {
                if (listed(method) && !method.isBridge() && !madeByTheCompiler(type, method)) {
                    members.add(signature(method));
                }
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (listed(constructor) && !type.isRecord()) {
                members.add(
                        modifiers(constructor.getModifiers()) + "new" + parameters(constructor) + thrown(constructor));
            }
        }
        List<String> all = new ArrayList<>(constants.isEmpty() ? List.of() : List.of(String.join(", ", constants)));
        all.addAll(members);
        return new java.util.LinkedHashSet<>(all);
    }

    /** The type, and the superclasses that are not public, whose public members it has too. */
    private static List<Class<?>> inherited(Class<?> type) {
        List<Class<?>> all = new ArrayList<>(List.of(type));
        for (Class<?> parent = type.getSuperclass();
                parent != null && !Modifier.isPublic(parent.getModifiers());
                parent = parent.getSuperclass()) {
            all.add(parent);
        }
        return all;
    }

    private static boolean listed(Member member) {
        return seen(member.getModifiers()) && !member.isSynthetic();
    }

    private static boolean madeByTheCompiler(Class<?> type, Method method) {
        return (type.isEnum()
                        && (method.getName().equals("values")
                                || method.getName().equals("valueOf")))
                || (type.isRecord()
                        && method.getParameterCount() == (method.getName().equals("equals") ? 1 : 0)
                        && Set.of("equals", "hashCode", "toString").contains(method.getName()))
                || (type.isRecord()
                        && Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getAccessor)
                                .anyMatch(method::equals));
    }

    private static String signature(Method method) {
        String kind = method.isDefault() ? "default " : "";
        String variables = variables(method.getTypeParameters());
        return kind
                + modifiers(
                        method.getDeclaringClass().isInterface()
                                ? method.getModifiers() & ~Modifier.ABSTRACT & ~Modifier.PUBLIC
                                : method.getModifiers() & ~Modifier.FINAL)
                + (variables.isEmpty() ? "" : variables + " ")
                + name(method.getAnnotatedReturnType()) + " " + method.getName() + parameters(method) + thrown(method);
    }

    private static String parameters(Executable executable) {
        List<String> names = new ArrayList<>();
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        for (int i = 0; i < types.length; i++) {
            names.add(
                    executable.isVarArgs() && i == types.length - 1
                            ? name(((AnnotatedArrayType) types[i]).getAnnotatedGenericComponentType()) + "..."
                            : name(types[i]));
        }
        return "(" + String.join(", ", names) + ")";
    }

    private static String thrown(Executable executable) {
        return executable.getExceptionTypes().length == 0
                ? ""
                : " throws "
                        + Stream.of(executable.getExceptionTypes())
                                .map(Class::getSimpleName)
                                .sorted()
                                .collect(Collectors.joining(", "));
    }

    private static String modifiers(int modifiers) {
        int kept = modifiers & (Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL);
        return kept == 0 ? "" : Modifier.toString(kept) + " ";
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Stream.of(variables)
                        .map(variable -> variable.getName() + bounds(variable.getAnnotatedBounds()))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(AnnotatedType[] bounds) {
        String text = Stream.of(bounds).map(ApiListing::name).collect(Collectors.joining(" & "));
        return text.equals("Object") ? "" : " extends " + text;
    }

    /** The type as the source has it: simple names, type arguments, and {@code @Nullable}. */
    private static String name(AnnotatedType type) {
        String nullable = "";
        for (Annotation annotation : type.getAnnotations()) {
            nullable = annotation instanceof Nullable ? "@Nullable " : nullable;
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            return nullable
                    + simple((Class<?>) ((ParameterizedType) generic.getType()).getRawType())
                    + Stream.of(generic.getAnnotatedActualTypeArguments())
                            .map(ApiListing::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof AnnotatedArrayType array) {
            return name(array.getAnnotatedGenericComponentType()) + (nullable.isEmpty() ? "" : " " + nullable) + "[]";
        }
        if (type instanceof AnnotatedTypeVariable variable) {
            return nullable + variable.getType().getTypeName();
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return wildcard.getAnnotatedLowerBounds().length > 0
                    ? "? super " + name(wildcard.getAnnotatedLowerBounds()[0])
                    : "?" + bounds(wildcard.getAnnotatedUpperBounds());
        }
        return nullable + simple((Class<?>) type.getType());
    }

    private static String simple(Class<?> type) {
        return type.getEnclosingClass() == null
                ? type.getSimpleName()
                : simple(type.getEnclosingClass()) + "." + type.getSimpleName();
    }
}

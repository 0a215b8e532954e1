package com.algosolutions.verification.steps;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads the library, and Jackson, once more, with code that counts its {@link Steps}. */
final class CountingClassLoader extends ClassLoader {
    private static final List<String> COUNTED = List.of("com.algosolutions.", "tools.jackson.");

    private static final String STEPS = Type.getInternalName(Steps.class);

    /** Methods of the JDK that return a text which exists already. */
    private static final Set<String> CHEAP =
            Set.of("name", "valueOf", "getMessage", "getName", "getSimpleName", "getProperty");

    /** Methods of the JDK that read all elements of a collection: their last parameter, or without one their receiver. */
    private static final Set<String> READ_ALL = Set.of(
            "stream",
            "toArray",
            "hashCode",
            "equals",
            "copyOf",
            "addAll",
            "putAll",
            "removeAll",
            "containsAll",
            "join",
            "unmodifiableList");

    /** The methods of {@link Steps} by the methods that they replace. */
    private static final Map<String, String> REPLACED = replaced();

    CountingClassLoader() {
        super(CountingClassLoader.class.getClassLoader());
    }

    private static Map<String, String> replaced() {
        Map<String, String> replaced = new HashMap<>();
        for (Method method : Steps.class.getDeclaredMethods()) {
            String descriptor = Type.getMethodDescriptor(method);
            if (Modifier.isPublic(method.getModifiers()) && descriptor.startsWith("(Ljava/")) {
                String owner = Type.getInternalName(method.getParameterTypes()[0]);
                replaced.put(
                        owner + "." + method.getName() + "(" + descriptor.substring(owner.length() + 3), descriptor);
            }
        }
        return replaced;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean counted = COUNTED.stream().anyMatch(name::startsWith) && !name.startsWith(Steps.class.getName());
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : counted ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            new ClassReader(in.readAllBytes()).accept(new Counting(writer), 0);
            byte[] bytes = writer.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static final class Counting extends ClassVisitor {
        Counting(ClassVisitor writer) {
            super(Opcodes.ASM9, writer);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return new CountingMethod(super.visitMethod(access, name, descriptor, signature, thrown));
        }
    }

    private static final class CountingMethod extends MethodVisitor {
        private final Set<Label> passed = new HashSet<>();

        CountingMethod(MethodVisitor writer) {
            super(Opcodes.ASM9, writer);
        }

        private void step() {
            visitInsn(Opcodes.ICONST_1);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, "add", "(I)V", false);
        }

        private void whole() {
            visitInsn(Opcodes.DUP);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, "whole", "(Ljava/lang/Object;)V", false);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            step();
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            if (passed.contains(target)) {
                step();
            }
            super.visitJumpInsn(opcode, target);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
            boolean idn = owner.equals("java/net/IDN");
            String replacement = idn
                    ? descriptor
                    : opcode == Opcodes.INVOKESTATIC ? null : REPLACED.get(owner + "." + name + descriptor);
            if (replacement != null) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, name, replacement, false);
            } else {
                if (owner.startsWith("java/")
                        && (READ_ALL.contains(name) || name.equals("<init>"))
                        && readsTheTop(opcode, descriptor)) {
                    whole();
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, itf);
            }
            if (owner.startsWith("java/") && !CHEAP.contains(name) && isWhole(Type.getReturnType(descriptor))) {
                whole();
            }
        }

        /** Whether the value on top of the stack is what the method reads. */
        private static boolean readsTheTop(int opcode, String descriptor) {
            Type[] parameters = Type.getArgumentTypes(descriptor);
            return parameters.length == 0
                    ? opcode == Opcodes.INVOKEINTERFACE
                    : parameters[parameters.length - 1].getSort() >= Type.ARRAY;
        }

        private static boolean isWhole(Type type) {
            return type.getSort() == Type.ARRAY || type.getClassName().equals("java.lang.String");
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
            if (isWhole(Type.getReturnType(descriptor))) {
                whole();
            }
        }
    }
}

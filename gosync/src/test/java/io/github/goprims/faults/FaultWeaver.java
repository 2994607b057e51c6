package io.github.goprims.faults;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites classes so that they ask {@link Faults} before each allocation, at the entry of each
 * method, and before each call of what needs more stack than it seems: in the interpreter that is
 * everything, compiled it is what is not inlined.
 */
final class FaultWeaver {

  private static final String HOOKS = "io/github/goprims/faults/Faults";

  /** Classes of the JDK of which many methods allocate. */
  private static final Set<String> ALLOCATING_TYPES =
      Set.of(
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/lang/Thread$Builder",
          "java/lang/Thread$Builder$OfPlatform",
          "java/lang/Thread$Builder$OfVirtual",
          "java/util/concurrent/ForkJoinPool",
          "java/util/concurrent/Executor",
          "java/util/concurrent/ExecutorService",
          "java/util/concurrent/ThreadPoolExecutor");

  private static final Set<String> ALLOCATING_METHODS =
      Set.of(
          "copyOf",
          "copyOfRange",
          "clone",
          "of",
          "ofEntries",
          "add",
          "addAll",
          "addFirst",
          "addLast",
          "push",
          "put",
          "putIfAbsent",
          "computeIfAbsent",
          "offer",
          "iterator",
          "stream",
          "toArray",
          "addSuppressed",
          "now",
          "plus",
          "plusNanos",
          "minus",
          "between",
          "ofNanos",
          "ofMillis",
          "ofSeconds",
          "valueOf",
          "ofVirtual",
          "ofPlatform",
          "startVirtualThread",
          "getStackTrace",
          "newSetFromMap");

  /** Whose methods are called in the middle of what must not be left half done. */
  private static final Set<String> CALLED_TYPES =
      Set.of(
          "java/lang/invoke/VarHandle",
          "java/lang/Thread",
          "java/lang/Thread$Builder",
          "java/lang/Thread$Builder$OfPlatform",
          "java/lang/Thread$Builder$OfVirtual",
          "java/lang/ThreadLocal",
          "java/lang/System",
          "java/util/concurrent/locks/LockSupport",
          "java/util/concurrent/locks/ReentrantLock",
          "java/util/concurrent/ForkJoinPool",
          "java/util/concurrent/ThreadLocalRandom");

  /**
   * What makes sure of the stack that its caller needs: a fault strikes when it is called, or not
   * before its caller is done.
   */
  private static final String PROBE = "io/github/goprims/gochan/internal/StackProbe";

  private FaultWeaver() {}

  /** Whether a class, by its name with dots or slashes, is one of those. */
  static boolean isProbe(String type) {
    return type.replace('.', '/').equals(PROBE);
  }

  static byte[] weave(byte[] original) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            return new Points(super.visitMethod(access, name, type, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Puts the points into one method. The hooks take and return nothing, so frames stay as is. */
  private static final class Points extends MethodVisitor {
    Points(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      ask("entry");
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.ANEWARRAY) {
        ask("allocation");
      }
      super.visitTypeInsn(opcode, type);
      if (opcode == Opcodes.NEW) {
        ask("allocation"); // afterwards: frames know the object by the place of this instruction
      }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      if (opcode == Opcodes.NEWARRAY) {
        ask("allocation");
      }
      super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitMultiANewArrayInsn(String type, int dimensions) {
      ask("allocation");
      super.visitMultiANewArrayInsn(type, dimensions);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String type, Handle bootstrap, Object... arguments) {
      ask("allocation");
      ask("call");
      super.visitInvokeDynamicInsn(name, type, bootstrap, arguments);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean isInterface) {
      if (owner.startsWith("java/") && !name.equals("<init>")) {
        if (ALLOCATING_TYPES.contains(owner) && !name.equals("equals")
            || ALLOCATING_METHODS.contains(name)
            || owner.equals("java/lang/Thread") && name.equals("start")
            || owner.equals("java/lang/ThreadLocal") && name.equals("set")) {
          ask("allocation");
        }
        if (CALLED_TYPES.contains(owner)) {
          ask("call");
        }
      }
      boolean probe = isProbe(owner);
      if (probe) {
        ask("call");
      }
      super.visitMethodInsn(opcode, owner, name, type, isInterface);
      if (probe) {
        ask("probed");
      }
    }

    private void ask(String hook) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, hook, "()V", false);
    }
  }
}

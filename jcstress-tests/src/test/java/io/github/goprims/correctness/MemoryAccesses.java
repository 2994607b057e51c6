package io.github.goprims.correctness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What the library does to shared memory, as its bytecode says: the fields that are neither final
 * nor volatile, and each access in a mode weaker than volatile to what is accessed in others, too.
 *
 * <p>Relies on a habit of the library: the handle {@code LIMIT} is that of the field {@code limit},
 * or of the elements of the array {@code limit}.
 */
final class MemoryAccesses extends ClassVisitor {

  /** As the accesses to a volatile field; all others are weaker. */
  private static final Set<String> AS_VOLATILE =
      Set.of(
          "getVolatile",
          "setVolatile",
          "compareAndSet",
          "compareAndExchange",
          "getAndSet",
          "getAndAdd",
          "getAndBitwiseOr",
          "getAndBitwiseAnd",
          "getAndBitwiseXor");

  /** The weaker methods of the atomics of the JDK. */
  private static final Pattern WEAKER =
      Pattern.compile(".*(Plain|Opaque|Acquire|Release)|lazySet|weakCompareAndSet.*");

  private static final String HANDLE = "java/lang/invoke/VarHandle";

  /** One access to {@code what}: {@code mode} is a method of VarHandle, or plain. */
  record Access(String what, String method, String mode) implements Comparable<Access> {
    @Override
    public int compareTo(Access other) {
      return toString().compareTo(other.toString());
    }

    /** As it stands on the page. */
    @Override
    public String toString() {
      return "`" + what + "` | `" + mode + "` in `" + method + "`";
    }
  }

  private record Field(String type, String name, String descriptor, boolean isVolatile) {}

  private record Use(String type, String method, String name, String descriptor, String mode) {}

  private final Map<String, String> supertypes = new HashMap<>();
  private final List<Field> fields = new ArrayList<>();
  private final List<String> handles = new ArrayList<>();
  private final List<Use> handleUses = new ArrayList<>();
  private final List<Use> fieldUses = new ArrayList<>();
  private final List<Use> elementUses = new ArrayList<>();
  private final SortedSet<String> plainFields = new TreeSet<>();
  private final SortedSet<Access> others = new TreeSet<>();
  private String type = "";

  private MemoryAccesses() {
    super(Opcodes.ASM9);
  }

  static MemoryAccesses ofTheLibrary() throws Exception {
    MemoryAccesses accesses = new MemoryAccesses();
    LibraryClasses.accept(accesses);
    return accesses;
  }

  /** The fields that are neither final nor volatile: {@code Ring.limit}. */
  SortedSet<String> plainFields() {
    return plainFields;
  }

  /**
   * All accesses that are weaker than volatile to what has a handle, is an atomic, or is fenced.
   */
  SortedSet<Access> weakOnes() {
    SortedSet<Access> found = new TreeSet<>(others);
    for (Use use : handleUses) {
      if (!AS_VOLATILE.contains(use.mode)) {
        found.add(new Access(use.type + "." + fieldOf(use.name), use.method, use.mode));
      }
    }
    for (String handle : handles) {
      int dot = handle.lastIndexOf('.');
      Field field = find(handle.substring(0, dot), fieldOf(handle.substring(dot + 1)));
      if (field.descriptor.startsWith("[")) {
        addPlain(found, elementUses, field, field.descriptor.substring(1));
      } else if (!field.isVolatile) {
        addPlain(found, fieldUses, field, field.descriptor);
      }
    }
    return found;
  }

  private static void addPlain(Set<Access> found, List<Use> uses, Field field, String descriptor) {
    for (Use use : uses) {
      if (use.type.equals(field.type)
          && use.descriptor.equals(descriptor)
          && (use.name.isEmpty() || use.name.equals(field.name))) {
        found.add(new Access(field.type + "." + field.name, use.method, use.mode));
      }
    }
  }

  /** {@code WAKE_AT} is of {@code wakeAt}. */
  private static String fieldOf(String handle) {
    StringBuilder name = new StringBuilder();
    for (String word : handle.toLowerCase(Locale.ROOT).split("_")) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  /** In the class of the handle, in one above it, or in one inside it. */
  private Field find(String owner, String name) {
    for (String at = owner; at != null; at = supertypes.get(at)) {
      for (Field field : fields) {
        if (field.name.equals(name) && field.type.equals(at)) {
          return field;
        }
      }
    }
    return fields.stream()
        .filter(field -> field.name.equals(name) && field.type.startsWith(owner + "."))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no field for the handle of " + owner + "." + name));
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String above, String[] interfaces) {
    type = LibraryClasses.shown(name);
    supertypes.put(type, LibraryClasses.shown(above));
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    boolean isVolatile = (access & Opcodes.ACC_VOLATILE) != 0;
    if (descriptor.equals("L" + HANDLE + ";")) {
      handles.add(type + "." + name);
    } else {
      fields.add(new Field(type, name, descriptor, isVolatile));
    }
    if (!isVolatile
        && (access & (Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC)) == 0
        && !isPadding(name, descriptor)) {
      plainFields.add(type + "." + name);
    }
    return null;
  }

  private static boolean isPadding(String name, String descriptor) {
    return descriptor.equals("B") && name.matches("[ab][0-9a-f]{2}");
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new Body(LibraryClasses.sourceMethod(name));
  }

  private final class Body extends MethodVisitor {
    private final String method;
    private final Deque<String> loadedHandles = new ArrayDeque<>();

    Body(String method) {
      super(Opcodes.ASM9);
      this.method = method;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (descriptor.equals("L" + HANDLE + ";")) {
        if (opcode == Opcodes.GETSTATIC) {
          loadedHandles.push(name);
        }
      } else {
        boolean reads = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC;
        fieldUses.add(new Use(LibraryClasses.shown(owner), method, name, descriptor, plain(reads)));
      }
    }

    @Override
    public void visitInsn(int opcode) {
      switch (opcode) {
        case Opcodes.IALOAD -> addElementUse("I", true);
        case Opcodes.IASTORE -> addElementUse("I", false);
        case Opcodes.LALOAD -> addElementUse("J", true);
        case Opcodes.LASTORE -> addElementUse("J", false);
        case Opcodes.AALOAD -> addElementUse("L", true);
        case Opcodes.AASTORE -> addElementUse("L", false);
        default -> {
          // Is no access to an array for which the library has a handle.
        }
      }
    }

    private void addElementUse(String descriptor, boolean reads) {
      elementUses.add(new Use(type, method, "", descriptor, plain(reads)));
    }

    private static String plain(boolean reads) {
      return reads ? "plain read" : "plain write";
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals(HANDLE)) {
        if (opcode == Opcodes.INVOKESTATIC) {
          others.add(new Access(type, method, name));
        } else {
          String handle = Objects.requireNonNull(loadedHandles.poll(), method);
          handleUses.add(new Use(type, method, handle, descriptor, name));
        }
      } else if (owner.startsWith("java/util/concurrent/atomic/")
          && WEAKER.matcher(name).matches()) {
        others.add(new Access(type + " " + LibraryClasses.shown(owner), method, name));
      }
    }
  }
}

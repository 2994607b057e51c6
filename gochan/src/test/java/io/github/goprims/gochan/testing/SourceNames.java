package io.github.goprims.gochan.testing;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The classes of all modules by their simple names, with the names of what is in them. */
final class SourceNames {

  private static final List<String> JDK_PACKAGES =
      List.of(
          "java.lang.",
          "java.lang.invoke.",
          "java.lang.ref.",
          "java.time.",
          "java.util.",
          "java.util.concurrent.",
          "java.util.concurrent.atomic.",
          "java.util.concurrent.locks.");

  private final Map<String, Set<String>> members = new TreeMap<>();
  private final Map<String, Set<String>> supertypes = new TreeMap<>();

  private SourceNames() {}

  static SourceNames of(Path projectRoot) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(projectRoot)) {
      for (Path module : modules.sorted().toList()) {
        files.addAll(JavaSources.below(module.resolve("src")));
      }
    }
    SourceNames names = new SourceNames();
    Collector collector = names.new Collector();
    for (CompilationUnitTree unit : JavaSources.parse(files)) {
      collector.scan(unit, null);
    }
    return names;
  }

  /**
   * Whether there is such a class, here or in the JDK, and if it is of here, each further name is
   * in the one before. A name that begins with a small letter has to be in any class of here, or be
   * a method of VarHandle.
   */
  boolean has(String dotted) {
    String[] parts = dotted.split("[.#]");
    if (Character.isLowerCase(dotted.charAt(0))) {
      return members.values().stream().anyMatch(names -> names.contains(dotted))
          || Stream.of(VarHandle.class.getMethods()).anyMatch(at -> at.getName().equals(dotted));
    }
    if (!members.containsKey(parts[0])) {
      return JDK_PACKAGES.stream().anyMatch(name -> isClass(name + parts[0]));
    }
    for (int i = 1; i < parts.length; i++) {
      if (!isIn(parts[i - 1], parts[i], new TreeSet<>())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private boolean isIn(String type, String member, Set<String> seen) {
    return seen.add(type)
        && (members.getOrDefault(type, Set.of()).contains(member)
            || Set.of("toString", "hashCode", "equals").contains(member)
            || supertypes.getOrDefault(type, Set.of()).stream()
                .anyMatch(above -> isIn(above, member, seen)));
  }

  private final class Collector extends TreeScanner<Void, String> {
    @Override
    public Void visitClass(ClassTree type, String outer) {
      String name = type.getSimpleName().toString();
      if (outer != null) {
        members.get(outer).add(name);
      }
      members.computeIfAbsent(name, key -> new TreeSet<>());
      Set<String> above = supertypes.computeIfAbsent(name, key -> new TreeSet<>());
      if (type.getExtendsClause() != null) {
        above.add(simpleName(type.getExtendsClause()));
      }
      type.getImplementsClause().forEach(clause -> above.add(simpleName(clause)));
      for (Tree member : type.getMembers()) {
        if (member instanceof MethodTree method) {
          members.get(name).add(method.getName().toString());
        } else if (member instanceof VariableTree field) {
          members.get(name).add(field.getName().toString());
        }
      }
      return super.visitClass(type, name);
    }

    private static String simpleName(Tree type) {
      return switch (type) {
        case ParameterizedTypeTree generic -> simpleName(generic.getType());
        case IdentifierTree plain -> plain.getName().toString();
        default -> type.toString().replaceAll(".*\\.", "");
      };
    }
  }
}

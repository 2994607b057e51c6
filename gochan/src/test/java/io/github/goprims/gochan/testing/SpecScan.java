package io.github.goprims.gochan.testing;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tests carry which IDs: the {@link Spec} annotations of all modules. Read from the sources,
 * since no module sees the tests of the modules above it.
 */
final class SpecScan {

  private SpecScan() {}

  /** The tests of each ID, as {@code Class.method} or {@code Class}. */
  static SortedMap<String, SortedSet<String>> of(Path projectRoot) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(projectRoot)) {
      for (Path module : modules.sorted().toList()) {
        files.addAll(JavaSources.below(module.resolve("src/test/java")));
        files.addAll(JavaSources.below(module.resolve("src/lincheck/java")));
      }
    }
    files.addAll(JavaSources.below(projectRoot.resolve("jcstress-tests/src/main/java")));
    return of(JavaSources.parse(files));
  }

  static SortedMap<String, SortedSet<String>> of(List<CompilationUnitTree> units) {
    Collector collector = new Collector();
    units.forEach(unit -> collector.scan(unit, List.of()));
    return collector.tests;
  }

  /** Carries the names of the classes around. */
  private static final class Collector extends TreeScanner<Void, List<String>> {
    private final SortedMap<String, SortedSet<String>> tests = new TreeMap<>();

    @Override
    public Void visitClass(ClassTree type, List<String> outer) {
      List<String> path = append(outer, type.getSimpleName().toString());
      collect(type.getModifiers(), path);
      return super.visitClass(type, path);
    }

    @Override
    public Void visitMethod(MethodTree method, List<String> outer) {
      collect(method.getModifiers(), append(outer, method.getName().toString()));
      return super.visitMethod(method, outer);
    }

    private static List<String> append(List<String> path, String name) {
      return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    private void collect(ModifiersTree modifiers, List<String> path) {
      for (AnnotationTree annotation : modifiers.getAnnotations()) {
        if (annotation.getAnnotationType().toString().equals(Spec.class.getSimpleName())) {
          for (ExpressionTree argument : annotation.getArguments()) {
            collect(argument, path.stream().collect(Collectors.joining(".")));
          }
        }
      }
    }

    private void collect(ExpressionTree value, String test) {
      switch (value) {
        case LiteralTree literal ->
            tests
                .computeIfAbsent(String.valueOf(literal.getValue()), id -> new TreeSet<>())
                .add(test);
        case NewArrayTree array ->
            array.getInitializers().forEach(element -> collect(element, test));
        case AssignmentTree assignment -> collect(assignment.getExpression(), test);
        default -> throw new AssertionError("@Spec takes literals only: " + value + " at " + test);
      }
    }
  }
}

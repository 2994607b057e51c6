package io.github.goprims.gochan.testing;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Finds monitors: on JDK 21 to 23 a virtual thread that parks inside one keeps its carrier. */
public final class Monitors {

  private Monitors() {}

  /**
   * All statements and methods that are synchronized.
   *
   * @param folder the sources
   * @param leastFiles fewer than this cannot be all
   */
  public static List<String> below(Path folder, int leastFiles) throws IOException {
    List<Path> sources = JavaSources.below(folder);
    if (sources.size() < leastFiles) {
      throw new AssertionError("only " + sources.size() + " files below " + folder);
    }
    List<String> found = new ArrayList<>();
    TreeScanner<Void, Path> finder =
        new TreeScanner<>() {
          @Override
          public Void visitSynchronized(SynchronizedTree statement, Path file) {
            found.add(file.getFileName() + ": synchronized statement");
            return super.visitSynchronized(statement, file);
          }

          @Override
          public Void visitMethod(MethodTree method, Path file) {
            if (method.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
              found.add(file.getFileName() + ": synchronized method " + method.getName());
            }
            return super.visitMethod(method, file);
          }
        };
    JavaSources.parse(sources)
        .forEach(unit -> finder.scan(unit, Path.of(unit.getSourceFile().toUri())));
    return found;
  }
}

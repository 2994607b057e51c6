package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.util.TreeScanner;
import io.github.goprims.gochan.internal.Waiter;
import io.github.goprims.gochan.testing.JavaSources;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** Rules of structure that no compiler checks. */
class LayeringTest {

  private static final String PACKAGE = Channel.class.getPackageName().replace('.', '/');

  /** Class files name every class they use: also those that need no import. */
  @Test
  void internalKnowsNothingAboveIt() throws Exception {
    Path classes = Path.of(Waiter.class.getResource("Waiter.class").toURI()).getParent();
    Pattern above = Pattern.compile(PACKAGE + "/(?!internal/)\\w+");
    List<String> offences = new ArrayList<>();
    int files = 0;
    try (Stream<Path> all = Files.list(classes)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        files++;
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        above.matcher(bytes).results().forEach(use -> offences.add(file + ": " + use.group()));
      }
    }
    assertThat(files).isGreaterThan(5);
    assertThat(offences).isEmpty();
  }

  /** On JDK 21 to 23 a virtual thread that parks inside a monitor keeps its carrier. */
  @Test
  @Spec("INT-10")
  void noMonitorsInTheLibrary() throws IOException {
    List<String> offences = new ArrayList<>();
    TreeScanner<Void, String> finder =
        new TreeScanner<>() {
          @Override
          public Void visitSynchronized(SynchronizedTree statement, String file) {
            offences.add(file + ": synchronized statement");
            return super.visitSynchronized(statement, file);
          }

          @Override
          public Void visitModifiers(ModifiersTree modifiers, String file) {
            if (modifiers.getFlags().contains(Modifier.SYNCHRONIZED)) {
              offences.add(file + ": synchronized method");
            }
            return super.visitModifiers(modifiers, file);
          }
        };
    List<Path> sources = JavaSources.below(Path.of("src/main/java"));
    assertThat(sources).hasSizeGreaterThan(20);
    JavaSources.parse(sources).forEach(unit -> finder.scan(unit, unit.getSourceFile().getName()));
    assertThat(offences).isEmpty();
  }
}

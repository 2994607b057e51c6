package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Which ways to hold a lock javac warns of, as the documentation says. */
class HeldWarningsTest {

  @Test
  void anUnusedResourceVariableIsWarnedOf() throws Exception {
    assertThat(warnings("try (var held = mutex.hold()) { balance++; }"))
        .singleElement()
        .asString()
        .contains("held is never referenced");
  }

  @Test
  void oneMadeBeforeTheStatementIsNot() throws Exception {
    assertThat(warnings("var held = mutex.hold(); try (held) { balance++; }")).isEmpty();
  }

  @Test
  void oneWithoutANameIsNot() throws Exception {
    if (Runtime.version().feature() >= 22) {
      assertThat(warnings("try (var _ = mutex.hold()) { balance++; }")).isEmpty();
    } else {
      assertThat(warnings("try (var _ = mutex.hold()) { balance++; }")).isNotEmpty();
    }
  }

  private static List<String> warnings(String statement) throws Exception {
    String source =
        "class User { long balance; void use(io.github.goprims.gosync.Mutex mutex) { %s } }";
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = Path.of(Held.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> options =
        List.of("-Xlint:try", "-proc:none", "-implicit:none", "-cp", classes.toString());
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///User.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.formatted(statement);
          }
        };
    ((JavacTask) compiler.getTask(null, null, found, options, null, List.of(file))).analyze();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
        .filter(message -> !message.contains("class file for"))
        .toList();
  }
}

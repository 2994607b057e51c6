package io.github.goprims.gochan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents name in code is there: classes and their members. */
class DocsTest {

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  /** A class in code, perhaps with members after it: {@code Ring}, {@code Ring.offer()}. */
  private static final Pattern CLASS =
      Pattern.compile("[A-Z]\\w*[a-z]\\w*(?:[.#]\\w+)*(?:\\(.*\\))?");

  /** A member alone, if it can be told from a word of English: {@code takeFree}. */
  private static final Pattern MEMBER = Pattern.compile("[a-z]+[A-Z]\\w*(?:\\(.*\\))?");

  private static final Pattern DRAWN = Pattern.compile("<text[^>]*>([^<]*)</text>");
  private static final Pattern WORD = Pattern.compile("[\\w.]*\\w");

  private final Path root = JavaSources.projectRoot();

  private static List<Path> below(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void everyClassInTheDesignPagesAndThatOnCorrectnessExists() throws IOException {
    SourceNames names = SourceNames.of(root);
    List<String> unknown = new ArrayList<>();
    List<Path> pages = new ArrayList<>(below(root.resolve("docs/design"), ".md"));
    pages.add(root.resolve("docs/correctness.md"));
    for (Path file : pages) {
      for (String name : namesInCode(Files.readString(file))) {
        if (!names.has(name)) {
          unknown.add(root.relativize(file) + ": " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyMemberInThePicturesExists() throws IOException {
    SourceNames names = SourceNames.of(root);
    List<String> unknown = new ArrayList<>();
    for (Path file : below(root.resolve("docs/design"), ".svg")) {
      for (String name : drawnNames(Files.readString(file))) {
        if (!names.has(name)) {
          unknown.add(root.relativize(file) + ": " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  /** Also in comments of what is not public, which Javadoc does not read. */
  @Test
  void everyReferenceInCommentsOfMainCodeResolves(@TempDir Path folder) throws Exception {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("gochan", "gocontext", "gosync")) {
      sources.addAll(JavaSources.below(root.resolve(module).resolve("src/main/java")));
    }
    sources.removeIf(file -> file.endsWith("module-info.java"));
    assertThat(brokenReferences(sources, folder)).isEmpty();
  }

  @Test
  void brokenReferencesAreSeen(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Sample.java");
    Files.writeString(
        source, "class Sample {\n  /** {@link Sample} {@link #gone} */\n  private int x;\n}\n");
    assertThat(brokenReferences(List.of(source), folder))
        .singleElement()
        .asString()
        .contains("Sample.java", "reference not found");
  }

  private static List<String> brokenReferences(List<Path> sources, Path folder) throws Exception {
    Path annotations =
        Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-Xdoclint:reference/private",
              "-classpath",
              annotations.toString(),
              "-d",
              folder.toString());
      compiler
          .getTask(
              null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }

  private static List<String> namesInCode(String text) {
    return CODE.matcher(FENCED.matcher(text).replaceAll(""))
        .results()
        .map((MatchResult result) -> result.group(1))
        .filter(code -> CLASS.matcher(code).matches() || MEMBER.matcher(code).matches())
        .map(code -> code.replaceAll("\\(.*\\)", ""))
        .distinct()
        .toList();
  }

  /** Members that stand alone or behind a class. A class alone may be the first word of a text. */
  private static List<String> drawnNames(String picture) {
    return DRAWN
        .matcher(picture)
        .results()
        .flatMap(text -> WORD.matcher(text.group(1)).results())
        .map(MatchResult::group)
        .filter(word -> word.matches("[A-Z]\\w+\\.\\w+") || MEMBER.matcher(word).matches())
        .distinct()
        .toList();
  }

  @Test
  void unknownClassesAndMembersAreSeen() throws IOException {
    SourceNames names = SourceNames.of(root);
    assertThat(
            namesInCode(
                "`Ring` `offerShut` `Ring.offer` `Ring#tail` `Channel.nil()` `Select.first(a, b)`"
                    + " `Map.Entry` `slot` `CHAN-07` `BufferedCore -> Ring` `MutexState.toString`"))
        .hasSize(8)
        .allMatch(names::has);
    assertThat(namesInCode("`Rung` `Ring.offers` `Clause.Sent` `offerShot`"))
        .hasSize(4)
        .noneMatch(names::has);
    assertThat(drawnNames("<text x=\"1\">Ring.tail: offerShut, then a put</text>"))
        .containsExactly("Ring.tail", "offerShut");
  }
}

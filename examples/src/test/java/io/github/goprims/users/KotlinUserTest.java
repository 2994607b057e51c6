package io.github.goprims.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.examples.Page;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gotest.Bubble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.jetbrains.kotlin.config.KotlinCompilerVersion;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Users' programs in Kotlin, in {@code src/test/kotlin}. Its compiler reads the annotations of our
 * classes, takes the callers without a warning, and refuses what they forbid; the callers run.
 */
class KotlinUserTest {

  private static final Path SOURCES = Path.of("src/test/kotlin/io/github/goprims/users");
  private static final Path REFUSED = SOURCES.resolve("Refused.kt");
  private static final Pattern ERROR = Pattern.compile("Refused[.]kt:(\\d+):\\d+: error: (.*)");

  private record Outcome(ExitCode code, String output) {}

  @TempDir private static Path classes;
  private static URLClassLoader loader;

  @BeforeAll
  static void open() throws IOException {
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
  }

  @AfterAll
  static void close() throws IOException {
    loader.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("callers")
  void callersDoWhatTheySay(String name, Method caller) throws Throwable {
    Object callers = caller.getDeclaringClass().getConstructor().newInstance();
    try {
      caller.invoke(callers);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static Stream<Arguments> callers() throws Exception {
    Outcome outcome =
        compile(classes, SOURCES.resolve("Samples.kt"), SOURCES.resolve("KotlinCallers.kt"));
    assertThat(outcome).isEqualTo(new Outcome(ExitCode.OK, ""));
    return Arrays.stream(
            loader.loadClass("io.github.goprims.users.KotlinCallers").getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(method -> Arguments.of(method.getName(), method));
  }

  @Test
  void refusesExactlyWhatItShould(@TempDir Path folder) throws Exception {
    Outcome outcome = compile(folder, REFUSED);
    assertThat(outcome.code()).isEqualTo(ExitCode.COMPILATION_ERROR);
    Map<Integer, String> refused = new TreeMap<>();
    for (MatchResult error : ERROR.matcher(outcome.output()).results().toList()) {
      refused.merge(Integer.valueOf(error.group(1)), error.group(2), (a, b) -> a + "\n" + b);
    }
    Map<Integer, String> marks = marks();
    assertThat(refused.keySet()).as(outcome.output()).isEqualTo(marks.keySet());
    marks.forEach((line, mark) -> assertThat(refused.get(line)).contains(mark));
  }

  private static Map<Integer, String> marks() throws IOException {
    Map<Integer, String> marks = new TreeMap<>();
    int line = 1;
    for (String code : Files.readAllLines(REFUSED)) {
      String[] parts = code.split("// refused: ");
      if (parts.length > 1) {
        marks.put(line, parts[1]);
      }
      line++;
    }
    return marks;
  }

  /** What Kotlin reads: the annotation of a package, and not that of a module. */
  @Test
  void packagesAreMarked() {
    assertThat(List.of(Channel.class, Context.class, Mutex.class, Bubble.class))
        .allMatch(type -> type.getPackage().isAnnotationPresent(NullMarked.class));
  }

  @Test
  void thePageQuotesThem() throws IOException {
    Page page = Page.of("docs/from-kotlin.md", KotlinUserTest.class);
    String folder = "examples/src/test/kotlin/io/github/goprims/users/";
    page.quotesKotlin(folder + "Samples.kt", folder + "KotlinCallers.kt", folder + "Refused.kt");
    assertThat(page.text()).contains("Kotlin " + KotlinCompilerVersion.VERSION);
  }

  private static Outcome compile(Path classes, Path... sources) {
    List<String> options =
        List.of(
            "-Werror",
            "-no-stdlib",
            "-no-reflect",
            "-jdk-home",
            System.getProperty("java.home"),
            "-jvm-target",
            "21",
            "-classpath",
            UserClassPath.withKotlin(),
            "-d",
            classes.toString());
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ExitCode code =
        new K2JVMCompiler()
            .exec(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                Stream.concat(options.stream(), Stream.of(sources).map(Path::toString))
                    .toArray(String[]::new));
    return new Outcome(code, output.toString(StandardCharsets.UTF_8));
  }
}

package io.github.goprims.correctness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import io.github.goprims.jcstress.Catalogue;
import io.github.goprims.jcstress.Catalogue.Family;
import io.github.goprims.jcstress.Catalogue.Suite;
import io.github.goprims.jcstress.Catalogue.Twin;
import io.github.goprims.jcstress.CatalogueReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each path of {@code docs/correctness.md} is named by a suite, and the page says by which, and how
 * each primitive is shown to be right.
 */
class CorrectnessPageTest {

  private static final Path ROOT = JavaSources.projectRoot();

  /** How a primitive is shown to be right, beside the soaks. */
  private record Proof(
      String primitive, List<String> families, List<String> lincheck, String area, String soak) {}

  private static final List<Proof> PROOFS =
      List.of(
          new Proof(
              "Unbuffered channel",
              List.of("Rendezvous", "Waiter", "Publication"),
              List.of("ChannelLincheck", "HandOffLincheck"),
              "CHAN",
              "channels"),
          new Proof(
              "Buffered channel",
              List.of("Buffered", "Ring", "BackoffLock", "Publication"),
              List.of("ChannelLincheck", "HandOffLincheck"),
              "CHAN",
              "channels"),
          new Proof("Select", List.of("Select"), List.of("SelectLincheck"), "SELECT", "channels"),
          new Proof("Timer and ticker", List.of("Timer"), List.of(), "TIMER", "channels"),
          new Proof("Alarms", List.of("Alarm"), List.of(), "TIMER", "channels"),
          new Proof("Context", List.of("Context", "Courier"), List.of(), "CTX", "progress"),
          new Proof("Mutex", List.of("Mutex"), List.of("MutexLincheck"), "MUTEX", "locks"),
          new Proof("RWMutex", List.of("RWMutex"), List.of("RWMutexLincheck"), "RW", "locks"),
          new Proof("WaitGroup", List.of("WaitGroup"), List.of("WaitGroupLincheck"), "WG", "locks"),
          new Proof("Once", List.of("Once"), List.of(), "ONCE", "locks"),
          new Proof("Cond", List.of("Cond"), List.of(), "COND", "locks"),
          new Proof("Pool", List.of("Pool"), List.of(), "POOL", "locks"),
          new Proof("ErrGroup", List.of("ErrGroup"), List.of(), "ERRG", "locks"),
          new Proof(
              "WeightedSemaphore",
              List.of("WeightedSemaphore"),
              List.of("WeightedSemaphoreLincheck"),
              "SEM",
              "locks"),
          new Proof("SingleFlight", List.of("SingleFlight"), List.of(), "SF", "locks"),
          new Proof("List of goroutines", List.of("GoroutineList"), List.of(), "DIAG", "dumps"),
          new Proof("Bridge to Flow", List.of("Flow"), List.of(), "", ""));

  private static Catalogue catalogue;

  private final CorrectnessPage page = new CorrectnessPage();

  @BeforeAll
  static void readTheSuites() throws IOException {
    List<Path> sources = JavaSources.below(ROOT.resolve("jcstress-tests/src"));
    try (var manager =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      List<JavaFileObject> suites = new ArrayList<>();
      manager
          .getJavaFileObjectsFromPaths(
              sources.stream()
                  .filter(file -> file.toString().matches(".*(Jcstress|Weakened)\\.java"))
                  .toList())
          .forEach(suites::add);
      catalogue = CatalogueReader.read(suites);
    }
  }

  @Test
  void everyPathIsNamedByASuite() throws Exception {
    assertThat(catalogue.problems()).as("references that lead nowhere").isEmpty();
    SortedSet<String> paths = new TreeSet<>();
    Paths.ofTheLibrary().values().forEach(paths::addAll);
    paths.removeAll(suitesByMethod().keySet());
    assertThat(paths).as("to be named by @see of a suite that runs it").isEmpty();
  }

  @Test
  void theTableOfPathsIsTrue() throws Exception {
    Map<String, SortedSet<String>> suites = suitesByMethod();
    StringJoiner table = new StringJoiner("\n", "\n", "\n");
    table.add("| path | kind | suites |").add("|---|---|---|");
    Map<String, List<String>> kinds = new TreeMap<>();
    Paths.ofTheLibrary()
        .forEach(
            (kind, paths) ->
                paths.forEach(
                    path ->
                        kinds
                            .computeIfAbsent(path, key -> new ArrayList<>())
                            .add(kind.name().toLowerCase(Locale.ROOT))));
    kinds.forEach(
        (path, ofPath) ->
            table.add(
                "| `%s` | %s | `%s` |"
                    .formatted(
                        path,
                        String.join(", ", ofPath),
                        String.join("`, `", suites.getOrDefault(path, new TreeSet<>())))));
    page.matches("paths", table.toString());
  }

  /** Such as {@code Waiter#await} to {@code WaiterJcstress.SettledOnce}. */
  private static Map<String, SortedSet<String>> suitesByMethod() {
    Map<String, SortedSet<String>> suites = new TreeMap<>();
    for (Family family : catalogue.families()) {
      for (Suite suite : family.suites()) {
        for (String method : suite.races()) {
          suites
              .computeIfAbsent(method.replaceFirst("^([a-z]+\\.)+", ""), key -> new TreeSet<>())
              .add(family.name() + "Jcstress." + suite.simpleName());
        }
      }
    }
    return suites;
  }

  @Test
  void everyPrimitiveSaysHowItIsShown() throws IOException {
    assertThat(page.primitives()).containsExactlyElementsOf(names(PROOFS));
    for (Proof proof : PROOFS) {
      page.matches("proof of " + proof.primitive, text(proof));
    }
  }

  private static List<String> names(List<Proof> proofs) {
    return proofs.stream().map(Proof::primitive).toList();
  }

  private static String text(Proof proof) throws IOException {
    List<Suite> suites = new ArrayList<>();
    StringJoiner families = new StringJoiner(", ");
    for (Family family : catalogue.families()) {
      if (proof.families.contains(family.name())) {
        suites.addAll(family.suites());
        families.add("`" + family.name() + "Jcstress`");
      }
    }
    List<String> names = suites.stream().map(Suite::name).toList();
    long twins =
        catalogue.twins().stream().map(Twin::suite).distinct().filter(names::contains).count();
    StringJoiner text = new StringJoiner("; ", "", ".");
    text.add(
        "%d suites of %s, %d of them with a weakened twin"
            .formatted(suites.size(), families, twins));
    if (!proof.lincheck.isEmpty()) {
      text.add("Lincheck: `" + String.join("`, `", proof.lincheck) + "`");
    }
    if (proof.soak.isEmpty()) {
      return text.toString();
    }
    text.add("the soak of " + proof.soak);
    return text.add("%d facts %s".formatted(facts(proof.area), proof.area)).toString();
  }

  private static long facts(String area) throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("docs/conformance.md"))) {
      return lines.filter(line -> line.matches("\\| " + area + "-\\d+ \\|.*")).count();
    }
  }

  @Test
  void noSuiteAndNoTestOfLincheckIsForgotten() throws IOException {
    assertThat(PROOFS.stream().flatMap(proof -> proof.families.stream()))
        .containsAll(catalogue.families().stream().map(Family::name).toList());
    List<Path> lincheck = JavaSources.below(ROOT.resolve("gochan/src/lincheck"));
    lincheck = Stream.concat(lincheck.stream(), inSync()).toList();
    assertThat(PROOFS.stream().flatMap(proof -> proof.lincheck.stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            lincheck.stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .filter(name -> name.endsWith("Lincheck") && !name.startsWith("Weakened"))
                .toList());
  }

  private static Stream<Path> inSync() throws IOException {
    return JavaSources.below(ROOT.resolve("gosync/src/lincheck")).stream();
  }

  @Test
  void pathsAreFound() throws Exception {
    assertThat(Paths.ofTheLibrary())
        .satisfies(
            paths -> {
              assertThat(paths.get(Paths.Kind.PARKING)).contains("Waiter#await", "Go#sleep");
              assertThat(paths.get(Paths.Kind.WAKING)).contains("TimerCore#tell");
              assertThat(paths.get(Paths.Kind.CLOSING)).contains("QueuedCore#close");
              assertThat(paths.get(Paths.Kind.CANCELLING))
                  .contains("CancelContext#onAlarm")
                  .doesNotContain("Waiter#await", "StripedScheduler#warmUp");
            });
  }
}

package io.github.goprims.examples.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Goroutines;
import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the host of the project reads can be read, and what it calls is there. */
class WorkflowsTest {

  /** A soak in the usage text of its script. */
  private static final Pattern SOAK = Pattern.compile("(?m)^\\$me (\\w+)");

  private static final Pattern ACTION =
      Pattern.compile("uses: ([\\w/-]+)@([0-9a-f]{40} # v[\\d.]+)\n");

  private static final Pattern METHOD = Pattern.compile("`Goroutines\\.(\\w+)\\(\\)`");

  private final Path root = JavaSources.projectRoot();

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(".github").resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  @Test
  void everyFileCanBeRead() throws IOException {
    assertThat(files(".")).hasSizeGreaterThan(5);
    for (Path file : files(".")) {
      assertThat(read(Files.readString(file))).as("%s", file).isNotEmpty();
    }
  }

  @Test
  void everyCommandIsThere() throws IOException {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (Path file : files("workflows")) {
      for (String command : commands(read(Files.readString(file)))) {
        commands++;
        wrong.addAll(wrongWords(command));
      }
    }
    assertThat(commands).isPositive();
    assertThat(wrong).isEmpty();
  }

  @Test
  void commandsThatAreNotThereAreSeen() throws IOException {
    List<String> commands =
        commands(read("a:\n- run: .ci/ran\n- b: {run: 'gosync/soak dumps --minute 1'}\n"));
    List<String> wrong = new ArrayList<>();
    for (String command : commands) {
      wrong.addAll(wrongWords(command));
    }
    assertThat(wrong).containsExactly(".ci/ran", "--minute");
  }

  @Test
  void everySoakRunsAtNight() throws IOException {
    Set<String> soaks =
        SOAK.matcher(Files.readString(root.resolve("gosync/soak")))
            .results()
            .map(result -> result.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    String nightly = Files.readString(root.resolve(".github/workflows/nightly.yml"));
    assertThat(soaks).contains("channels", "planted");
    soaks.remove("planted");
    assertThat(nightly).contains("gosync/soak planted");
    assertThat(matrix(nightly, "soaks", "soak")).containsExactlyInAnyOrderElementsOf(soaks);
  }

  @Test
  void everyActionIsOneCommitInAllFiles() throws IOException {
    Map<String, Set<String>> versions = new TreeMap<>();
    long actions = 0;
    for (Path file : files("workflows")) {
      String text = Files.readString(file);
      actions += text.lines().filter(line -> line.contains("uses:")).count();
      for (MatchResult found : ACTION.matcher(text).results().toList()) {
        actions--;
        versions.computeIfAbsent(found.group(1), name -> new TreeSet<>()).add(found.group(2));
      }
    }
    assertThat(actions).as("actions without a commit and its version").isZero();
    assertThat(versions).isNotEmpty().allSatisfy((name, all) -> assertThat(all).hasSize(1));
  }

  @Test
  void formsAskForMethodsThatAreThere() throws IOException {
    Set<String> methods =
        Stream.of(Goroutines.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    String form = Files.readString(root.resolve(".github/ISSUE_TEMPLATE/bug.yml"));
    assertThat(METHOD.matcher(form).results().map(result -> result.group(1)))
        .containsExactly("dump", "report")
        .allMatch(methods::contains);
  }

  private static Map<String, Object> read(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options)).load(yaml);
  }

  /** All values of {@code run} below a node, one line each. */
  private static List<String> commands(Object node) {
    List<String> commands = new ArrayList<>();
    if (node instanceof Map<?, ?> map) {
      if (map.get("run") instanceof String lines) {
        lines.lines().forEach(commands::add);
      }
      map.values().forEach(value -> commands.addAll(commands(value)));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> commands.addAll(commands(value)));
    }
    return commands;
  }

  /** The program, if there is none in the project, and options that it does not know. */
  private List<String> wrongWords(String command) throws IOException {
    String[] words = command.replaceAll("\\$\\{\\{.*?}}", "").replaceFirst("\\|.*", "").split(" +");
    Path program = root.resolve(words[0]);
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      return List.of(words[0]);
    }
    String known = Files.readString(program);
    for (Path source : JavaSources.below(program.resolveSibling("src/main/java"))) {
      if (source.endsWith("Arguments.java")) {
        known += Files.readString(source);
      }
    }
    List<String> wrong = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith("-")
          && !Pattern.compile(Pattern.quote(word) + "(?![\\w-])").matcher(known).find()) {
        wrong.add(word);
      }
    }
    return wrong;
  }

  private static List<String> matrix(String workflow, String job, String axis) {
    Object node = read(workflow);
    for (String key : List.of("jobs", job, "strategy", "matrix", axis)) {
      node = ((Map<?, ?>) node).get(key);
    }
    return ((List<?>) node).stream().map(Object::toString).toList();
  }
}

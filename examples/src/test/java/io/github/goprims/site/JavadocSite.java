package io.github.goprims.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Javadoc of the four modules as one site. It is made once in a run of tests. */
final class JavadocSite {

  static final List<String> MODULES = List.of("gochan", "gocontext", "gosync", "gotest");

  private static final String WAY_TO_THE_GUIDES =
      "<a href=\"{@docRoot}/../index.html\" style=\"color: white\">Guides</a>";

  private JavadocSite() {}

  /** Its folder, which is {@code api} in the folder of the whole site. */
  static Path folder() {
    return Made.FOLDER;
  }

  private static final class Made {
    static final Path FOLDER = make();
  }

  private static Path make() {
    try {
      Path classes =
          Path.of(JavadocSite.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path site = classes.resolveSibling("site");
      deleteAll(site);
      Path folder = site.resolve("api");
      runTool("javadoc", options(folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> options(Path folder) {
    List<String> options = new ArrayList<>(List.of("-quiet", "-Xdoclint:all", "-Werror"));
    options.addAll(List.of("-d", folder.toString(), "--module-path", otherModules()));
    options.addAll(List.of("-windowtitle", "goprims", "-doctitle", "Javadoc of goprims"));
    options.addAll(List.of("-header", WAY_TO_THE_GUIDES));
    for (String module : MODULES) {
      options.add("--module-source-path");
      options.add("io.github.goprims." + module + "=" + sources(module, "main"));
      options.addAll(List.of("--module", "io.github.goprims." + module));
    }
    options.addAll(
        List.of(
            "-exclude",
            "io.github.goprims.gochan.internal"
                + ":io.github.goprims.gochan.internal.threads"
                + ":io.github.goprims.gochan.internal.time"
                + ":io.github.goprims.gochan.internal.waiting"
                + ":io.github.goprims.gocontext.internal"
                + ":io.github.goprims.gotest.internal"));
    options.add("--snippet-path");
    options.add(
        MODULES.stream()
            .map(module -> sources(module, "test").toString())
            .collect(Collectors.joining(File.pathSeparator)));
    return options;
  }

  /** What the modules need beside themselves: the annotations, and JUnit for those of gotest. */
  private static String otherModules() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                new File(entry)
                    .getName()
                    .matches("(jspecify|junit|opentest4j|apiguardian).*[.]jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Path sources(String module, String kind) {
    return JavaSources.projectRoot().resolve(Path.of(module, "src", kind, "java"));
  }

  /** Runs a tool of the JDK, which must end well. */
  static void runTool(String name, List<String> options) {
    StringWriter output = new StringWriter();
    int status =
        ToolProvider.findFirst(name)
            .orElseThrow()
            .run(new PrintWriter(output), new PrintWriter(output), options.toArray(new String[0]));
    assertThat(status).as(output.toString()).isZero();
  }

  private static void deleteAll(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}

package io.github.goprims.planted;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;
import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A patch that makes one class of the library wrong, for a soak to find.
 *
 * <p>The file says what is wrong, how the soak is to find it, and the change of one file.
 *
 * @param soak the soak that has to find it
 * @param name what kind of bug it is
 * @param foundAs what the finding has to say
 * @param source the file that it changes, below the root of the project
 * @param patch the file of the patch, as lines
 */
record PlantedBug(String soak, String name, Pattern foundAs, Path source, List<String> patch) {

  private static final Path ROOT = JavaSources.projectRoot();
  private static final Path FOLDER = ROOT.resolve("gosync/src/soak/planted");
  private static final String FOUND_AS = "Found as: ";
  private static final String CHANGED = "+++ b/";

  /** All there are. */
  static List<PlantedBug> all() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".patch"))
          .sorted()
          .map(PlantedBug::read)
          .toList();
    }
  }

  private static PlantedBug read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, UTF_8);
      return new PlantedBug(
          file.getParent().getFileName().toString(),
          file.getFileName().toString().replace(".patch", ""),
          Pattern.compile(after(FOUND_AS, lines)),
          Path.of(after(CHANGED, lines)),
          lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " is not as it should be", e);
    }
  }

  private static String after(String start, List<String> lines) {
    List<String> found = lines.stream().filter(line -> line.startsWith(start)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "%d lines start with \"%s\", and not one".formatted(found.size(), start));
    }
    return found.getFirst().substring(start.length());
  }

  /** The source with the bug in it. */
  List<String> plant() throws IOException, PatchFailedException {
    List<String> lines = Files.readAllLines(ROOT.resolve(source), UTF_8);
    // What is above and below may have changed, but not the lines of the patch.
    return UnifiedDiffUtils.parseUnifiedDiff(patch).applyFuzzy(lines, 0);
  }

  /**
   * Compiles the class with the bug in it, and those nested in it.
   *
   * @param folder where the source and the classes go
   * @return where the classes are
   */
  Path compileInto(Path folder) throws IOException, PatchFailedException {
    Path file = folder.resolve(source.getFileName());
    Files.write(file, plant(), UTF_8);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release=21",
                "-proc:none",
                "-nowarn",
                "-implicit:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file.toString());
    if (status != 0) {
      throw new IllegalStateException(this + " does not compile, see above");
    }
    return classes;
  }

  @Override
  public String toString() {
    return soak + "/" + name;
  }
}

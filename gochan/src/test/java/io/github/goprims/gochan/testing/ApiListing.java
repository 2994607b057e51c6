package io.github.goprims.gochan.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The public API of a package as text, one line per type and member, each line complete in itself.
 *
 * <p>The text is kept in {@code api.txt} of the module, so that a change of the API is a changed
 * line in review.
 */
public final class ApiListing {
  private static final Path FILE = Path.of("api.txt");
  private static final String UPDATE = "goprims.update";

  private final List<String> lines;

  private ApiListing(List<String> lines) {
    this.lines = lines;
  }

  /** Lists the package of {@code anchor}, from the compiled classes that lie beside it. */
  public static ApiListing ofPackageOf(Class<?> anchor) throws IOException, URISyntaxException {
    Path root = Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = root.resolve(anchor.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return new ApiListing(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
              .map(name -> load(anchor, name.substring(0, name.lastIndexOf('.'))))
              .filter(TypeText::isVisible)
              .sorted(Comparator.comparing(Class::getCanonicalName))
              .flatMap(type -> new TypeText(type).lines().stream())
              .toList());
    }
  }

  private static Class<?> load(Class<?> anchor, String binaryName) {
    try {
      String name = anchor.getPackageName() + "." + binaryName;
      return Class.forName(name, false, anchor.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Fails if {@code api.txt} of the module under test says something else. Under {@code
   * -Dgoprims.update=true} it writes the file instead.
   */
  public void check() throws IOException {
    if (Boolean.getBoolean(UPDATE)) {
      Files.write(FILE, lines);
      return;
    }
    List<String> listed = Files.exists(FILE) ? Files.readAllLines(FILE) : List.of();
    if (!listed.equals(lines)) {
      throw new AssertionError(
          """
          the public API differs from %s (- listed, + compiled)
          %s
          If the change is intended: ./mvnw test -Dtest=ApiListingTest -D%s=true
          """
              .formatted(FILE.toAbsolutePath(), difference(listed, lines), UPDATE));
    }
  }

  static String difference(List<String> listed, List<String> compiled) {
    List<String> changes = new ArrayList<>();
    listed.stream()
        .filter(line -> !compiled.contains(line))
        .map("- "::concat)
        .forEach(changes::add);
    compiled.stream()
        .filter(line -> !listed.contains(line))
        .map("+ "::concat)
        .forEach(changes::add);
    changes.sort(Comparator.comparing(change -> change.substring(2)));
    return changes.isEmpty() ? "only the order of the lines" : String.join("\n", changes);
  }
}

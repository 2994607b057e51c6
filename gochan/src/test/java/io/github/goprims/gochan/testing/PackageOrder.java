package io.github.goprims.gochan.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the packages of a module can be put in a line in which each uses those before it only:
 * then there is no circle of packages.
 */
public final class PackageOrder {

  private PackageOrder() {}

  /**
   * What is against the order: a use of a later package, a package that is not in the order, and
   * one that has no classes. Reads class files, which name every class that they use, imported or
   * not, and sources, which import some for their comments alone.
   *
   * @param member a class of the module's main package, which all others are in
   * @param order the packages below the main one, as {@code .internal.time}, and the main one, as
   *     an empty text
   */
  public static SortedSet<String> offences(Class<?> member, List<String> order)
      throws IOException, URISyntaxException {
    String name = member.getPackageName();
    Path classes = Path.of(member.getResource(member.getSimpleName() + ".class").toURI());
    SortedSet<String> offences = new TreeSet<>();
    SortedSet<String> missing = new TreeSet<>(order);
    for (Path root : List.of(classes.getParent(), sources(name))) {
      for (Path file : classFilesAndSources(root)) {
        String user = root.relativize(file.getParent()).toString().replace('/', '.');
        String from = user.isEmpty() ? user : "." + user;
        missing.remove(from);
        for (String to : used(name, file)) {
          if (order.indexOf(from) < order.indexOf(to) || !order.contains(to)) {
            offences.add(file.getFileName() + " uses " + name + to);
          }
        }
      }
    }
    missing.forEach(each -> offences.add(name + each + " has no classes"));
    return offences;
  }

  private static Path sources(String name) {
    return Path.of("src/main/java", name.split("\\."));
  }

  private static List<Path> classFilesAndSources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().matches(".*\\.(class|java)")).toList();
    }
  }

  /** The packages of the module whose classes the file names, as in the order. */
  private static SortedSet<String> used(String name, Path file) throws IOException {
    Pattern use = Pattern.compile(name.replace(".", "[./]") + "((?:[./][a-z]\\w*)*)[./][A-Z]");
    SortedSet<String> used = new TreeSet<>();
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    use.matcher(text).results().forEach(each -> used.add(each.group(1).replace('/', '.')));
    return used;
  }
}

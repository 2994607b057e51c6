package io.github.goprims.gochan.testing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What classes use of others. Class files name every class that they use, imported or not. */
public final class ClassUses {

  private ClassUses() {}

  /**
   * The names of the classes in {@code folder}, and in those below, that the package of {@code
   * member} uses: {@code Names}, {@code time/Alarm}.
   *
   * @param member any class of that package
   * @param folder ends with a slash; a regular expression without groups
   */
  public static SortedSet<String> below(String folder, Class<?> member)
      throws IOException, URISyntaxException {
    Path classes =
        Path.of(member.getResource(member.getSimpleName() + ".class").toURI()).getParent();
    Pattern uses = Pattern.compile(folder + "((?:[a-z]\\w*/)*[A-Z]\\w*)");
    SortedSet<String> used = new TreeSet<>();
    try (Stream<Path> all = Files.list(classes)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        uses.matcher(bytes).results().forEach(use -> used.add(use.group(1)));
      }
    }
    return used;
  }
}

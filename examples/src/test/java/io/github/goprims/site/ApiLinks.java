package io.github.goprims.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Where the Javadoc tells of the types and members that the documents name in code. */
final class ApiLinks {

  private static final Pattern PAGE_OF_TYPE =
      Pattern.compile("([A-Z]\\w*(?:\\.[A-Z]\\w*)*)\\.html");

  /** A type, perhaps with a member behind it: {@code Channel<T>}, {@code Channel.make(16)}. */
  private static final Pattern NAMED =
      Pattern.compile("([A-Z]\\w*(?:\\.[A-Z]\\w*)*)(?:<[^>]*>)?(?:\\.([a-z]\\w*)\\b.*)?");

  private record Type(Path page, List<String> anchors) {}

  private final Map<String, Type> types = new TreeMap<>();

  ApiLinks(Path javadoc) throws IOException {
    try (Stream<Path> files = Files.walk(javadoc)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = PAGE_OF_TYPE.matcher(file.getFileName().toString());
        if (name.matches() && !file.getParent().endsWith("class-use")) {
          List<String> anchors = new ArrayList<>();
          for (Element element : Jsoup.parse(file).select("section.detail[id]")) {
            anchors.add(element.id());
          }
          types.put(name.group(1), new Type(file, anchors));
        }
      }
    }
  }

  /**
   * The link for a piece of code in a page that is to lie at a place; empty for other code. Of
   * several methods of a name it is the first that has parameters, if the code has arguments.
   */
  Optional<String> of(String code, Path place) {
    Matcher named = NAMED.matcher(code);
    if (!named.matches() || !types.containsKey(named.group(1))) {
      return Optional.empty();
    }
    Type type = types.get(named.group(1));
    String page = place.getParent().relativize(type.page()).toString();
    String member = named.group(2);
    if (member == null) {
      return Optional.of(page);
    }
    return type.anchors().stream()
        .filter(anchor -> anchor.equals(member) || anchor.startsWith(member + "("))
        .min(Comparator.comparing(anchor -> anchor.endsWith("()") != code.endsWith("()")))
        .map(anchor -> page + "#" + anchor);
  }
}

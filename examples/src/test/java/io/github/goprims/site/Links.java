package io.github.goprims.site;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The links of pages, also in their tags of HTML, and whether they lead to something. */
final class Links {

  private static final String ELSEWHERE = "[a-z]+:.*|//.*";

  /** What is left of a page when its links have been looked for. */
  private record Page(List<String> links, Set<String> anchors) {}

  private final Path root;
  private final Map<Path, Page> pages = new TreeMap<>();

  /** The links between pages that lie below a folder, and to other files there. */
  Links(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  void add(Path file, Document page) {
    Set<String> anchors = new HashSet<>();
    page.select("[id]").forEach(element -> anchors.add(element.id()));
    page.select("a[name]").forEach(element -> anchors.add(element.attr("name")));
    pages.put(file.toAbsolutePath().normalize(), new Page(of(page), anchors));
  }

  static List<String> of(Document page) {
    List<String> links = new ArrayList<>();
    for (Element element : page.select("[href], [src], [srcset]")) {
      for (String name : List.of("href", "src")) {
        if (element.hasAttr(name)) {
          links.add(element.attr(name).strip());
        }
      }
      for (String candidate : element.attr("srcset").split(",")) {
        if (!candidate.isBlank()) {
          links.add(candidate.strip().split("\\s")[0]);
        }
      }
    }
    return links;
  }

  static boolean isElsewhere(String link) {
    return link.matches(ELSEWHERE);
  }

  /** Links to other sites, each once; programs on the reader's own machine are none. */
  SortedSet<String> elsewhere() {
    SortedSet<String> found = new TreeSet<>();
    for (Page page : pages.values()) {
      page.links().stream()
          .filter(link -> isElsewhere(link) && !link.startsWith("http://localhost"))
          .forEach(found::add);
    }
    return found;
  }

  /** Links that lead to no file, to no anchor of a page, or out of the folder. */
  List<String> dead() {
    List<String> dead = new ArrayList<>();
    pages.forEach(
        (file, page) ->
            page.links().stream()
                .distinct()
                .filter(link -> !isElsewhere(link) && !leadsSomewhere(file, link))
                .forEach(link -> dead.add(root.relativize(file) + ": " + link)));
    return dead;
  }

  private boolean leadsSomewhere(Path from, String link) {
    URI uri;
    try {
      uri = new URI(link);
    } catch (URISyntaxException e) {
      return false;
    }
    Path target = uri.getPath().isEmpty() ? from : from.resolveSibling(uri.getPath()).normalize();
    if (!target.startsWith(root) || !Files.exists(target)) {
      return false;
    }
    if (uri.getFragment() == null || uri.getFragment().isEmpty()) { // the top of the page
      return true;
    }
    Page page = pages.get(target);
    return page != null && page.anchors().contains(uri.getFragment());
  }
}

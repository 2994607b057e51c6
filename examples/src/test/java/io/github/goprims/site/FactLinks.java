package io.github.goprims.site;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.nodes.TextNode;

/** Links from the numbers of facts, such as CHAN-07, to the tests of each. */
final class FactLinks {

  private static final Pattern NUMBER = Pattern.compile("\\b[A-Z]+-\\d\\d\\b");
  private static final String TEXTS = "p, li, td, strong, em";

  private final Path place;
  private final Set<String> anchors = new HashSet<>();

  /**
   * Links to a page that has a heading for each fact.
   *
   * @param tests that page
   * @param place where it is to lie
   */
  FactLinks(Document tests, Path place) {
    this.place = place;
    tests.select("h3[id]").forEach(heading -> anchors.add(heading.id()));
  }

  /** Makes links of all numbers in the text of a page that is to lie at a place. */
  void addTo(Document page, Path from) {
    String target = from.getParent().relativize(place).toString();
    for (Element element : page.select(TEXTS)) {
      for (TextNode text : List.copyOf(element.textNodes())) {
        if (NUMBER.matcher(text.getWholeText()).find()) {
          text.before(linked(Entities.escape(text.getWholeText()), target));
          text.remove();
        }
      }
    }
  }

  private String linked(String text, String target) {
    return NUMBER
        .matcher(text)
        .replaceAll(
            number -> {
              String anchor = number.group().toLowerCase(Locale.ROOT);
              return anchors.contains(anchor)
                  ? "<a class=\"fact\" href=\"%s#%s\">%s</a>"
                      .formatted(target, anchor, number.group())
                  : number.group();
            });
  }
}

package io.github.goprims.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The order of the documents, from {@code docs/README.md}: what its lists link to first. */
record Contents(Path file, List<Section> sections) {

  record Section(String title, List<Entry> entries) {}

  record Entry(String title, Path file) {}

  static Contents of(Path file) throws IOException {
    List<Section> sections = new ArrayList<>();
    for (Element element : Markdown.read(file).body().select("h2, li > a:first-child")) {
      if (element.nameIs("h2")) {
        sections.add(new Section(element.text(), new ArrayList<>()));
      } else {
        Path target = file.resolveSibling(element.attr("href")).normalize();
        sections.getLast().entries().add(new Entry(element.text(), target));
      }
    }
    return new Contents(file, sections);
  }

  List<Path> files() {
    return sections.stream().flatMap(each -> each.entries().stream()).map(Entry::file).toList();
  }

  /**
   * The documents that no reader finds: they are not here, and the {@code README.md} of their
   * folder, if that is here, does not link to them.
   */
  List<Path> lost(List<Path> documents) throws IOException {
    List<Path> lost = new ArrayList<>();
    for (Path document : documents) {
      if (!document.equals(file) && !files().contains(document) && !isInIndex(document)) {
        lost.add(document);
      }
    }
    return lost;
  }

  private boolean isInIndex(Path document) throws IOException {
    Path index = document.resolveSibling("README.md");
    return files().contains(index) && links(index).anyMatch(document::equals);
  }

  private static Stream<Path> links(Path index) throws IOException {
    Document page = Markdown.read(index);
    return Links.of(page).stream()
        .filter(link -> !Links.isElsewhere(link))
        .map(link -> index.resolveSibling(link.replaceAll("#.*", "")).normalize());
  }
}

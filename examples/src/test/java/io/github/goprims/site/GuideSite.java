package io.github.goprims.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The documents as pages of HTML in one folder, beside the Javadoc, which they link to. */
final class GuideSite {

  private static final String REPOSITORY = "https://github.com/goprims/goprims";
  private static final String PICTURE = ".*\\.(svg|png|jpg|gif)";

  private final Path root;
  private final Path site;
  private final Set<Path> documents;
  private final Contents contents;
  private final ApiLinks api;
  private final FactLinks facts;

  private GuideSite(Path root, Path site, Contents contents, ApiLinks api) throws IOException {
    this.root = root;
    this.site = site;
    this.documents = new HashSet<>(Documents.forReaders(root));
    this.contents = contents;
    this.api = api;
    Path tests = root.resolve("docs/conformance-tests.md");
    this.facts = new FactLinks(Markdown.read(tests), place(tests));
  }

  /** Writes it into the folder that has the Javadoc in {@code api}. */
  static void build(Path root, Path site) throws IOException {
    Contents contents = Contents.of(root.resolve("docs/README.md"));
    GuideSite pages = new GuideSite(root, site, contents, new ApiLinks(site.resolve("api")));
    for (Path document : pages.documents) {
      pages.write(document);
    }
    try (InputStream style = GuideSite.class.getResourceAsStream("site.css")) {
      Files.copy(
          Objects.requireNonNull(style),
          site.resolve("site.css"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void write(Path document) throws IOException {
    Path place = place(document);
    Document page = Markdown.read(document);
    for (Element element : page.select("[href], [src], [srcset]")) {
      for (String name : List.of("href", "src", "srcset")) {
        if (element.hasAttr(name)) {
          element.attr(name, moved(document, element.attr(name)));
        }
      }
    }
    linkCode(page, place);
    facts.addTo(page, place);
    page.select("table").wrap("<div class=\"wide\"></div>");
    for (Element code : page.select("td code")) {
      code.html(code.html().replace(".", ".<wbr>")); // long names may go on in the next line
    }
    Files.createDirectories(place.getParent());
    Files.writeString(place, new GuidePage(site, contents, this::place).html(document, page));
  }

  /** Where the page of a document is: {@code README.md} is the index of its folder. */
  private Path place(Path document) {
    String name = root.relativize(document).toString();
    return site.resolve(name.replaceFirst("README\\.md$", "index.md").replaceFirst("md$", "html"));
  }

  /**
   * A link of a document as its page has it: documents and pictures lie at the same places, what is
   * on no page is in the repository.
   */
  private String moved(Path document, String link) throws IOException {
    if (Links.isElsewhere(link) || link.startsWith("#")) {
      return link;
    }
    int hash = link.indexOf('#');
    String anchor = hash < 0 ? "" : link.substring(hash);
    Path target = document.resolveSibling(link.replaceAll("#.*", "")).normalize();
    Path index = target.resolve("README.md");
    if (documents.contains(target) || documents.contains(index)) {
      Path page = place(documents.contains(target) ? target : index);
      return place(document).getParent().relativize(page) + anchor;
    }
    Path name = root.relativize(target);
    if (link.matches(PICTURE)) {
      Files.createDirectories(site.resolve(name).getParent());
      Files.copy(target, site.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      return link;
    }
    return REPOSITORY + (Files.isDirectory(target) ? "/tree/main/" : "/blob/main/") + name + anchor;
  }

  private void linkCode(Document page, Path place) {
    for (Element code : page.select("code")) {
      if (code.closest("a, pre, h1, h2, h3, h4") == null) {
        Optional<String> link = api.of(code.text(), place);
        link.ifPresent(to -> code.wrap("<a class=\"api\"></a>").parent().attr("href", to));
      }
    }
  }
}

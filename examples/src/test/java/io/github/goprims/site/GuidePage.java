package io.github.goprims.site;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/**
 * What is around the text of each document: the title, the way home, the contents.
 *
 * @param site the folder of all pages
 * @param contents the order of the documents
 * @param place tells where the page of a document is
 */
record GuidePage(Path site, Contents contents, UnaryOperator<Path> place) {

  private static final int LONGEST_DESCRIPTION = 160;

  /** The page of a document, whose text is ready but for what is around it. */
  String html(Path document, Document text) {
    Path here = place.apply(document);
    Element heading = Objects.requireNonNull(text.selectFirst("h1"), document + " has a title");
    Element beginning = Objects.requireNonNull(text.selectFirst("p"), document + " has a text");
    String title = heading.text().equals("goprims") ? "goprims" : heading.text() + " · goprims";
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="description" content="%s">
    <title>%s</title>
    <link rel="stylesheet" href="%s">
    </head>
    <body>
    <header>
    <a class="home" href="%s">goprims</a>
    <a class="to-contents" href="#contents">Contents</a>
    <a href="%s">Javadoc</a>
    </header>
    <main>
    %s</main>
    <nav id="contents" aria-label="Contents">
    %s</nav>
    </body>
    </html>
    """
        .formatted(
            Entities.escape(description(beginning.text())),
            Entities.escape(title),
            link(here, site.resolve("site.css")),
            link(here, site.resolve("index.html")),
            link(here, site.resolve("api/index.html")),
            text.body().html(),
            navigation(document, text));
  }

  /** Whole words of the first paragraph. */
  private static String description(String text) {
    return text.length() <= LONGEST_DESCRIPTION
        ? text
        : text.substring(0, text.lastIndexOf(' ', LONGEST_DESCRIPTION)) + " …";
  }

  private String navigation(Path document, Document text) {
    Path here = place.apply(document);
    Path index = document.resolveSibling("README.md");
    Path current = contents.files().contains(document) ? document : index;
    StringBuilder html = new StringBuilder();
    for (Contents.Section section : contents.sections()) {
      html.append("<h2>").append(Entities.escape(section.title())).append("</h2>\n<ul>\n");
      for (Contents.Entry entry : section.entries()) {
        boolean isCurrent = entry.file().equals(current);
        html.append(isCurrent ? "<li class=\"current\">" : "<li>")
            .append("<a href=\"%s\">".formatted(link(here, place.apply(entry.file()))))
            .append(Entities.escape(entry.title()))
            .append("</a>");
        if (isCurrent) {
          html.append(chapters(text));
        }
        html.append("</li>\n");
      }
      html.append("</ul>\n");
    }
    return html.toString();
  }

  private static String chapters(Document text) {
    StringBuilder html = new StringBuilder("\n<ul>\n");
    for (Element chapter : text.select("h2[id]")) {
      html.append("<li><a href=\"#%s\">".formatted(chapter.id()))
          .append(Entities.escape(chapter.text()))
          .append("</a></li>\n");
    }
    return html.append("</ul>\n").toString();
  }

  private static String link(Path from, Path to) {
    return from.getParent().relativize(to).toString();
  }
}

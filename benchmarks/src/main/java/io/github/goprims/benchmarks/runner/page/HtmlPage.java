package io.github.goprims.benchmarks.runner.page;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The page for a browser: one file, which needs nothing else. */
final class HtmlPage {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  private HtmlPage() {}

  static String of(List<Story.Part> parts) {
    Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    HtmlRenderer renderer = HtmlRenderer.builder().extensions(EXTENSIONS).build();
    StringBuilder text = new StringBuilder();
    text.append(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Benchmarks of goprims</title>
            <style>
            """)
        .append(Style.CHART)
        .append(Style.PAGE)
        .append("</style>\n</head>\n<body>\n<h1>Benchmarks of goprims</h1>\n");
    for (Story.Part part : parts) {
      switch (part) {
        case Story.Text words -> text.append(renderer.render(parser.parse(unlinked(words))));
        case Story.Chart chart ->
            text.append("<figure>\n")
                .append(chart.wide().inline())
                .append(chart.narrow().inline())
                .append("</figure>\n");
      }
    }
    return text.append("</body>\n</html>\n").toString();
  }

  /** Links are for the document in docs: from here they would lead nowhere. */
  private static String unlinked(Story.Text words) {
    return words.markdown().replaceAll("\\[([^\\]]+)\\]\\([^)]+\\)", "$1");
  }
}

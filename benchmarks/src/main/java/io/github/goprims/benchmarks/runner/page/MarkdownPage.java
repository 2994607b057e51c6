package io.github.goprims.benchmarks.runner.page;

import java.util.List;

/** The document for docs, with charts in files beside it. */
final class MarkdownPage {
  /** By which a document is known to be generated. */
  static final String MARK =
      "<!-- Made by benchmarks/run --publish, from benchmarks/results.json. -->";

  private MarkdownPage() {}

  /** The text; {@code folder} is where the charts are, beside the document. */
  static String of(List<Story.Part> parts, String folder) {
    StringBuilder text = new StringBuilder();
    text.append(MARK)
        .append(
            """


            # Benchmarks

            What goprims costs beside Go and beside what the JVM has, measured with one build on \
            one machine. [benchmarks/README.md](../benchmarks/README.md) says what each row does \
            and how far to trust it; what was measured on the way to a decision is in \
            [measurements.md](measurements.md).

            """);
    for (Story.Part part : parts) {
      switch (part) {
        case Story.Text words -> text.append(words.markdown());
        case Story.Chart chart -> text.append(picture(chart, folder));
      }
      if (!text.toString().endsWith("\n\n")) {
        text.append('\n');
      }
    }
    return text.append(
            """
            ## How to repeat it

            ```sh
            benchmarks/run --peers all      # the rows, in some hours; or shorter rounds, or some rows at a time
            benchmarks/run --curves         # cost against size, in 40 minutes
            benchmarks/run --distributions  # who waits how long beside a hog, and how late alarms ring
            benchmarks/run --draw DIR…      # one page of the folders that these have written
            benchmarks/run --publish DIR…   # this document, its charts and its figures
            ```

            The figures are in [results.json](%s/results.json), the score of each peer in each round \
            included.
            """
                .formatted(folder))
        .toString();
  }

  /** The chart; telephones take the narrow one, where whoever shows the document lets them. */
  private static String picture(Story.Chart chart, String folder) {
    String file = folder + "/" + chart.name();
    return new Markup()
        .open("picture")
        .leaf("source", "media", "(max-width: 600px)", "srcset", file + Pages.NARROW)
        .leaf("img", "alt", chart.wide().title(), "src", file + Pages.WIDE)
        .close()
        .newLine()
        .toString();
  }
}

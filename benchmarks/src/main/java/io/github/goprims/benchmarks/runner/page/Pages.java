package io.github.goprims.benchmarks.runner.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws results that are there, without measuring. */
public final class Pages {
  /** The endings of the files of a chart. */
  static final String WIDE = ".svg";

  static final String NARROW = "-narrow.svg";

  private static final String INDEX = "index.html";
  private static final String DOCUMENT = "benchmarks.md";
  private static final String CHARTS = "benchmarks";

  private Pages() {}

  /**
   * Draws or publishes.
   *
   * @param args {@code --draw} or {@code --publish}, the folder to write to, and folders with
   *     results
   */
  public static void main(String[] args) throws IOException {
    try {
      if (args.length < 3) {
        throw new IllegalArgumentException(
            (args.length == 0 ? "--draw" : args[0]) + " needs a folder with results");
      }
      Path to = Path.of(args[1]);
      Run run = join(List.of(args).subList(2, args.length));
      if (args[0].equals("--publish")) {
        publish(run, Losses.explained(), to);
      } else {
        System.out.println("Page: " + draw(run, to).toAbsolutePath());
      }
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks/run: " + e.getMessage());
      System.exit(2);
    }
  }

  private static Run join(List<String> folders) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (String folder : folders) {
      runs.add(RunFile.read(Path.of(folder)));
    }
    return Join.of(runs);
  }

  /** Writes results, page and charts to the folder, and answers where the page is. */
  public static Path draw(Run run, Path folder) throws IOException {
    List<Story.Part> parts = Story.of(run, Losses.explained());
    writeCharts(parts, Files.createDirectories(folder.resolve("charts")));
    RunFile.write(folder, run);
    return Files.writeString(folder.resolve(INDEX), HtmlPage.of(parts));
  }

  /** Writes the document, its charts and its figures. */
  static void publish(Run run, Losses losses, Path docs) throws IOException {
    Path folder = Files.createDirectories(docs.resolve(CHARTS));
    try (var old = Files.newDirectoryStream(folder, "*.svg")) {
      for (Path chart : old) {
        Files.delete(chart);
      }
    }
    List<Story.Part> parts = Story.of(run, losses);
    writeCharts(parts, folder);
    RunFile.write(folder, run);
    Path document = docs.resolve(DOCUMENT);
    Files.writeString(document, MarkdownPage.of(parts, CHARTS));
    List<String> unexplained = losses.unexplained(run.rows());
    if (!unexplained.isEmpty()) {
      System.out.println("Lost and not explained yet: " + String.join(", ", unexplained));
    }
    System.out.println("Document: " + document.toAbsolutePath().normalize());
  }

  private static void writeCharts(List<Story.Part> parts, Path folder) throws IOException {
    for (Story.Chart chart : Story.charts(parts)) {
      Files.writeString(folder.resolve(chart.name() + WIDE), chart.wide().alone());
      Files.writeString(folder.resolve(chart.name() + NARROW), chart.narrow().alone());
    }
  }
}

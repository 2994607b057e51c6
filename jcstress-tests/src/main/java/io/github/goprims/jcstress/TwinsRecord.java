package io.github.goprims.jcstress;

import io.github.goprims.jcstress.Summary.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** How many twins were caught, kept for the summary of the suites of the same build. */
final class TwinsRecord {

  private static final String FILE = "caught.txt";

  private TwinsRecord() {}

  static void write(Path folder, Summary summary) throws IOException {
    Files.createDirectories(folder);
    String caught = summary.count(Verdict.CAUGHT) + " of " + summary.races().size();
    Files.write(folder.resolve(FILE), List.of(build(), caught));
  }

  /** What was written by this build, in words. */
  static String read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return "not run";
    }
    List<String> lines = Files.readAllLines(file);
    return lines.get(0).equals(build()) ? lines.get(1) : "not run with this build";
  }

  /** What tells this build from others. */
  private static String build() throws IOException {
    try {
      Path classes = Path.of(Run.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(classes)) {
        return "classes in " + classes;
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(classes));
      return HexFormat.of().formatHex(digest);
    } catch (URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

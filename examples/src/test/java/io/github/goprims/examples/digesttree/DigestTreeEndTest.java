package io.github.goprims.examples.digesttree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What happens when something ends half-way.
 *
 * <p>Half-way is made certain by back-pressure: the tree is so large that its lines fill the pipe
 * to this process and then all channels, so that the program can only wait until somebody reads. It
 * is then past its start, since one line has been read, and cannot come to the end.
 */
class DigestTreeEndTest {

  /** Much more than fits into the channels, and into a pipe, with their long names. */
  private static final int FILES = 4000;

  @TempDir static Path tree;
  @TempDir Path large;
  private static String expected;

  @BeforeAll
  static void createTree() throws Exception {
    String name = "x".repeat(220);
    for (int i = 0; i < FILES; i++) {
      Files.writeString(tree.resolve(name + (10_000 + i)), Integer.toString(i));
    }
    expected = Child.in(tree).expected(".");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsItWithTheFinishedLines(String signal, int status) throws Exception {
    Process program = Child.in(tree).heedingSignals().start("--progress=always");
    BufferedReader out = reader(program);
    Stderr err = new Stderr(program);
    String first = out.readLine();
    err.awaitStandstill();
    kill(program, signal);
    err.await("stopping|interrupted");

    String all = first + "\n" + rest(out);

    assertThat(program.waitFor()).isEqualTo(status);
    assertThat(expected).startsWith(all).isNotEqualTo(all);
    assertThat(all).endsWith("\n");
    assertThat(err.all())
        .contains("digest-tree: interrupted: " + all.lines().count() + " files, ")
        .endsWith(" 0 errors\n");
  }

  @Test
  void aSignalTearsNoBlockedLine() throws Exception {
    Process program = Child.in(tree).heedingSignals().start("--progress=always");
    BufferedReader out = reader(program);
    Stderr err = new Stderr(program);
    String first = out.readLine();
    err.awaitStandstill();
    kill(program, "INT");

    assertThat(program.waitFor()).isEqualTo(130);
    String all = first + "\n" + rest(out);
    assertThat(expected).startsWith(all).isNotEqualTo(all);
    assertThat(all).endsWith("\n");
    assertThat(err.all()).contains("digest-tree: interrupted: ");
  }

  @Test
  void aVanishedDirectoryIsReported() throws Exception {
    Path early = Files.createDirectory(tree.resolve("y"));
    Path late = Files.createDirectory(tree.resolve("z-late"));
    Files.writeString(late.resolve("lost"), "x");
    Files.writeString(early.resolve("file"), "x");
    Files.writeString(tree.resolve("z-last"), "x");
    try {
      Process program = Child.in(tree).start();
      BufferedReader out = reader(program);
      String first = out.readLine();
      Files.delete(late.resolve("lost"));
      Files.delete(late);

      String all = first + "\n" + rest(out);
      List<String> err = Child.read(program.getErrorStream()).lines().toList();

      assertThat(all).isEqualTo(Child.in(tree).expected(".")).endsWith("  ./z-last\n");
      assertThat(err)
          .hasSize(2)
          .first()
          .isEqualTo("digest-tree: ./z-late: no such file or directory");
      assertThat(err).last().asString().endsWith(" 1 error");
      assertThat(program.waitFor()).isEqualTo(1);
    } finally {
      Files.deleteIfExists(late.resolve("lost"));
      Files.deleteIfExists(late);
      Files.delete(early.resolve("file"));
      Files.delete(early);
      Files.delete(tree.resolve("z-last"));
    }
  }

  @Test
  void aLineDoesNotAwaitALargerFile() throws Exception {
    Files.writeString(large.resolve("a"), "x");
    try (RandomAccessFile file = new RandomAccessFile(large.resolve("b").toFile(), "rw")) {
      file.setLength(1L << 38); // sparse, and minutes to read
    }
    Process program = Child.in(large).heedingSignals().start();
    BufferedReader out = reader(program);
    String first = out.readLine();
    kill(program, "INT");

    assertThat(first).endsWith("  ./a");
    assertThat(rest(out)).isEmpty();
    assertThat(program.waitFor()).isEqualTo(130);
    assertThat(Child.read(program.getErrorStream()))
        .startsWith("digest-tree: interrupted: 1 file, 1 byte, ");
  }

  @Test
  void aReaderThatLeavesEndsItQuietly() throws Exception {
    Child.Ending ending = Child.in(tree).shell("\"$@\" | head -n 1; exit ${PIPESTATUS[0]}");

    assertThat(ending.out()).isEqualTo(expected.lines().findFirst().orElseThrow() + "\n");
    assertThat(ending.err()).isEmpty();
    assertThat(ending.status()).isEqualTo(1);
  }

  @Test
  void aTimeoutEndsItWithTheFinishedLines() throws Exception {
    Files.writeString(large.resolve("a"), "x");
    try (RandomAccessFile file = new RandomAccessFile(large.resolve("b").toFile(), "rw")) {
      file.setLength(1L << 38); // sparse, and minutes to read
    }

    Child.Ending ending = Child.in(large).run("--timeout=500ms", "--progress=always");

    assertThat(ending.status()).isEqualTo(1);
    int files = Math.toIntExact(ending.out().lines().count());
    assertThat(Child.in(large).expected("./a")).startsWith(ending.out());
    String summary = ending.err().substring(ending.err().lastIndexOf("digest-tree: "));
    assertThat(summary).startsWith("digest-tree: timed out: " + files + " file");
    assertThat(secondsOf(summary)).isBetween(0.5, 30.0);
  }

  @Test
  void aTimeoutTearsNoBlockedLine() throws Exception {
    Process program = Child.in(tree).start("--timeout=PT2S");
    assertThat(program.waitFor()).isEqualTo(1);
    assertThat(Child.read(program.getErrorStream())).startsWith("digest-tree: timed out: ");

    String all = Child.read(program.getInputStream());
    assertThat(expected).startsWith(all).isNotEqualTo(all);
    assertThat(all).matches("(?s)(.*\n)?");
  }

  @Test
  void anUnneededTimeoutDoesNotShow() throws Exception {
    Child.Ending ending = Child.in(tree).run("--timeout", "1h");

    assertThat(ending.out()).isEqualTo(expected);
    assertThat(ending.err())
        .startsWith("digest-tree: " + FILES + " files, ")
        .endsWith(" 0 errors\n");
    assertThat(ending.status()).isZero();
  }

  private static double secondsOf(String summary) {
    Matcher seconds = Pattern.compile("([0-9.]+) seconds").matcher(summary);
    assertThat(seconds.find()).as(summary).isTrue();
    return Double.parseDouble(seconds.group(1));
  }

  private static BufferedReader reader(Process program) {
    return new BufferedReader(new InputStreamReader(program.getInputStream(), ISO_8859_1), 1);
  }

  private static String rest(BufferedReader out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = out.read(); c >= 0; c = out.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  private static void kill(Process program, String signal) throws Exception {
    String pid = Long.toString(program.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  /** The stderr of a program, read no further than needed. */
  private static final class Stderr {
    private final InputStream in;
    private final StringBuilder text = new StringBuilder();

    Stderr(Process program) {
      in = program.getErrorStream();
    }

    /** Reads progress lines until two of them tell the same: then the program waits for us. */
    void awaitStandstill() throws IOException {
      String before;
      String now = "";
      do {
        before = now;
        now = await("[1-9][0-9]* files?");
      } while (!now.equals(before));
    }

    /** Reads up to the next match, and returns that. */
    String await(String regex) throws IOException {
      Matcher matcher = Pattern.compile(regex).matcher("");
      int from = text.length();
      while (!matcher.reset(text).find(from)) {
        int c = in.read();
        assertThat(c).as("%s in %s", regex, text).isNotNegative();
        text.append((char) c);
      }
      return matcher.group();
    }

    /** Reads to the end, and returns all of it. */
    String all() throws IOException {
      return text.append(Child.read(in)).toString();
    }
  }
}

package io.github.goprims.examples.digesttree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gocontext.Context;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

  /** Enough for the walker to get ahead as far as it is let. */
  private static final int FILES = 3000;

  private static final int WORKERS = 4;

  @TempDir Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Tally tally = new Tally();
  private final Supplier<Hasher> hashers = () -> new Hasher(tally, () -> false);
  private final Printer printer =
      new Printer(new Output(out, false), PipelineTest::noError, tally, PipelineTest::noStop);
  private Walker walker;

  @BeforeEach
  void createTree() throws Exception {
    for (int i = 0; i < FILES; i++) {
      Files.write(root.resolve(Integer.toString(10_000 + i)), new byte[i]);
    }
    walker = new Walker(root, Name.typed("top"), () -> false);
  }

  @Test
  void linesComeInOrderThroughChannels() throws Exception {
    ChannelPipeline.run(Context.background(), walker, hashers, WORKERS, printer);
    assertThatAllIsPrinted();
  }

  @Test
  void linesComeInOrderThroughQueues() throws Exception {
    QueuePipeline.run(walker, hashers, WORKERS, printer);
    assertThatAllIsPrinted();
  }

  private void assertThatAllIsPrinted() {
    assertThat(tally.summary()).startsWith(FILES + " files, 4498500 bytes, ").endsWith(" 0 errors");
    List<String> lines = out.toString(US_ASCII).lines().toList();
    assertThat(lines.stream().map(line -> line.substring(66)))
        .containsExactlyElementsOf(
            IntStream.range(0, FILES).mapToObj(i -> "top/" + (10_000 + i)).toList());
    assertThat(lines.get(0)).startsWith("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b");
  }

  private static void noError(Name name, Exception failure) {
    throw new AssertionError(name.toString(), failure);
  }

  private static void noStop() {
    throw new AssertionError("output to memory failed");
  }
}

package io.github.goprims.examples.digesttree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {

  /** What was written, one element for each write. */
  private final List<String> writes = new ArrayList<>();

  private final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int b) {
          writes.add(String.valueOf((char) b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          writes.add(new String(bytes, offset, length, StandardCharsets.US_ASCII));
        }
      };

  @Test
  void eachWriteIsWholeLinesForAPipe() throws IOException {
    Output output = new Output(out, false);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      String line = "x".repeat(i) + "\n";
      all.append(line);
      output.write(line.getBytes(StandardCharsets.US_ASCII));
    }
    output.flush();

    assertThat(writes).allSatisfy(write -> assertThat(write).endsWith("\n"));
    assertThat(writes).allSatisfy(write -> assertThat(write).hasSizeLessThanOrEqualTo(4096));
    assertThat(writes).hasSizeLessThan(50);
    assertThat(String.join("", writes)).isEqualTo(all.toString());
  }

  @Test
  void aLineBeyondThatGoesOutByItself() throws IOException {
    String line = "x".repeat(5000) + "\n";
    Output output = new Output(out, false);
    output.write("first\n".getBytes(StandardCharsets.US_ASCII));
    output.write(line.getBytes(StandardCharsets.US_ASCII));
    output.flush();

    assertThat(writes).containsExactly("first\n", line);
  }

  @Test
  void aTerminalGetsEachLineAtOnce() throws IOException {
    Output output = new Output(out, true);
    output.write("first\n".getBytes(StandardCharsets.US_ASCII));
    output.write("second\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(writes).containsExactly("first\n", "second\n");
  }
}

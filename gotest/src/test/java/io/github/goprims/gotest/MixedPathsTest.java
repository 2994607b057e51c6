package io.github.goprims.gotest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The library on the module path, and this jar on the class path, as some builds have it. */
class MixedPathsTest {

  /** What a test of such a program does. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      Channel<String> channel = Channel.make(1);
      channel.send("the library works");
      System.out.println(channel.receive());
      Bubble.run(() -> {});
    }
  }

  @Test
  void theLibraryWorksAndABubbleSaysWhatToDo() throws Exception {
    Map<Boolean, String> paths =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .collect(
                Collectors.partitioningBy(
                    entry -> entry.matches(".*\\bgo(chan|context|sync)\\b((?!test).)*"),
                    Collectors.joining(File.pathSeparator)));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--module-path",
                    paths.get(true),
                    "--add-modules",
                    "io.github.goprims.gosync",
                    "--class-path",
                    paths.get(false),
                    Program.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output)
        .startsWith(
            "the library works"
                + System.lineSeparator()
                + "Exception in thread \"main\" java.lang.IllegalStateException: gotest is on the"
                + " class path, and the modules that it tests are on the module path: run the tests"
                + " on the class path");
    assertThat(process.waitFor()).isOne();
  }
}

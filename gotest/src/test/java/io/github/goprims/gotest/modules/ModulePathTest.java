package io.github.goprims.gotest.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.BubbleOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the library is on the module path, another flag opens the way for schedules. */
class ModulePathTest {

  private static List<String> output(String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("--module-path");
    options.add(
        Stream.of(Channel.class, Context.class, Mutex.class, Bubble.class)
            .map(ModulePathTest::place)
            .collect(Collectors.joining(File.pathSeparator)));
    options.add("--add-modules");
    options.add("io.github.goprims.gotest");
    return OwnJvm.outputOf(InModules.class, options.toArray(String[]::new));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void opensForTheModule() throws Exception {
    assertThat(output("--add-opens", "java.base/java.lang=io.github.goprims.gotest"))
        .containsExactly("module io.github.goprims.gotest", "2000-01-01T00:00:00Z", "scheduled");
  }

  @Test
  void namesTheFlagForTheModule() throws Exception {
    assertThat(output())
        .hasSize(3)
        .startsWith("module io.github.goprims.gotest", "2000-01-01T00:00:00Z")
        .last()
        .asString()
        .contains("<argLine>--add-opens java.base/java.lang=io.github.goprims.gotest</argLine>");
  }

  /** Has a bubble, and one by a schedule or the reason why not. */
  static final class InModules {
    private InModules() {}

    public static void main(String[] args) throws Exception {
      System.out.println(Bubble.class.getModule());
      Bubble.run(() -> System.out.println(Bubble.now()));
      try {
        Bubble.run(BubbleOptions.defaults().schedules(1), () -> System.out.println("scheduled"));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}

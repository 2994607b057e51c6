package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.internal.events.Events;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Recorded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.SettingDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library and the tools of the JDK's recorder, which may be missing. */
class FlightRecorderTest {

  private static final Path SETTINGS = Path.of("src/main/resources/META-INF/goprims.jfc");

  @Test
  void theSettingsFileSaysOfEachEventWhatItIsByItself() throws Exception {
    List<String> lines = OwnJvm.outputOf(Settings.class);
    assertThat(lines)
        .hasSize(1 + 14 * 3)
        .contains(
            "io.github.goprims.ChannelSend#threshold: 10 ms, 10 ms",
            "io.github.goprims.ChannelSend#enabled: true, true",
            "io.github.goprims.ContextCancel#threshold: 10 ms, 10 ms",
            "io.github.goprims.TimerFired#enabled: false, false",
            "more in the file: {}")
        .allMatch(line -> line.endsWith("{}") || line.matches(".*: (.*), \\1"));
  }

  /** A program that compares the settings of the events and of the file. */
  static final class Settings {
    private Settings() {}

    public static void main(String[] args) throws Exception {
      Recorded.start(Map.of());
      Map<String, String> file = new TreeMap<>(Configuration.create(SETTINGS).getSettings());
      for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
        if (type.getName().startsWith("io.github.goprims.")) {
          for (SettingDescriptor setting : type.getSettingDescriptors()) {
            String key = type.getName() + "#" + setting.getName();
            System.out.println(key + ": " + setting.getDefaultValue() + ", " + file.remove(key));
          }
        }
      }
      System.out.println("more in the file: " + file);
    }
  }

  @Test
  void theToolsOfTheJdkTakeTheSettingsAndShowTheEvents(@TempDir Path folder) throws Exception {
    String settings = folder.resolve("my.jfc").toString();
    String recording = folder.resolve("my.jfr").toString();
    jfr(
        "configure",
        "--input",
        SETTINGS.toString(),
        "--output",
        settings,
        "wait-threshold=2ms",
        "context-threshold=0ns",
        "timers=true");
    OwnJvm.outputOf(
        Sleeper.class,
        "-XX:StartFlightRecording:settings=default,settings="
            + settings
            + ",filename="
            + recording);
    assertThat(jfr("print", "--stack-depth", "20", "--events", "io.github.goprims.*", recording))
        .contains(
            "io.github.goprims.Sleep {",
            "  waitedFor = \"sleep PT0.03S\"",
            "  outcome = \"timed out\"",
            "io.github.goprims.TimerFired {")
        .anyMatch(line -> line.contains("eventThread = \"main\""))
        .anyMatch(line -> line.contains("io.github.goprims.gochan.Go.sleep(Duration)"))
        .anyMatch(line -> line.contains("FlightRecorderTest$Sleeper.main(String[])"));
    assertThat(jfr("summary", recording)).anyMatch(line -> line.contains("goprims.WaitGroupWait"));
  }

  private static List<String> jfr(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jfr").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  /** A program that sleeps, and whose timer fires. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] args) throws InterruptedException {
      for (int i = 0; i < 3; i++) { // the first may be over before its event has begun
        Go.sleep(Duration.ofMillis(30));
      }
      Timer.after(Duration.ofNanos(1)).receive();
    }
  }

  /** Also without {@code jdk.jfr} in the runtime image. */
  @Test
  void withoutTheModuleOfTheRecorderAllWorks() throws Exception {
    assertThat(OwnJvm.outputOf(WithoutRecorder.class, "--limit-modules", "java.base,java.logging"))
        .containsExactly("recorder: false", "events: false", "received: 1", "fired: true");
  }

  @Test
  void withoutARecordingNothingIsSetUp() throws Exception {
    assertThat(OwnJvm.outputOf(WithoutRecorder.class, "-Xlog:class+load"))
        .contains("recorder: true", "events: false", "received: 1", "fired: true")
        .noneMatch(line -> line.contains("jdk.jfr.Event ") || line.contains("RecordedWait"));
  }

  /** A program that waits, and has no recording. */
  static final class WithoutRecorder {
    private WithoutRecorder() {}

    public static void main(String[] args) throws Exception {
      Channel<Integer> channel = Channel.make();
      Thread sender =
          Go.go(
              () -> {
                Go.sleep(Duration.ofMillis(1));
                channel.send(1);
              });
      int received = channel.receive();
      sender.join();
      System.out.println("recorder: " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
      System.out.println("events: " + Events.mayBeWanted());
      System.out.println("received: " + received);
      System.out.println("fired: " + (Timer.after(Duration.ofNanos(1)).receive() != null));
    }
  }
}

package io.github.goprims.gochan.testing;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.events.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the flight recorder is told. For programs with a JVM of their own: once it has begun, the
 * recorder takes part in all that the JVM does.
 */
public final class Recorded {

  /**
   * Much longer than the threshold of the events: a wait for so long begins late on a busy machine,
   * and what is left of it has to be long enough.
   */
  public static final Duration LONG = Duration.ofMillis(200);

  private static final String PREFIX = "io.github.goprims.";

  private Recorded() {}

  /** An operation that blocks for a reason, and what ends that. */
  public record Blocked(String name, String reason, Task operation, Task release) {

    private static final String ANY = "any";

    /** An operation that ends by itself, after {@link #LONG}. */
    public Blocked(String name, Task operation) {
      this(name, ANY, operation, () -> {});
    }
  }

  /**
   * Blocks a virtual and a platform thread in each of these for longer than the threshold, and
   * prints a line for each event of theirs.
   *
   * @param user the class that makes the calls
   * @param made makes what blocks, once for each kind of thread
   */
  public static void printWaits(Class<?> user, Callable<List<Blocked>> made) throws Exception {
    Recording recording = start(Map.of());
    Set<String> names = new HashSet<>();
    for (Thread.Builder kind : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
      List<Blocked> all = made.call();
      List<Thread> threads = new ArrayList<>();
      for (Blocked each : all) {
        names.add(each.name);
        Thread thread = kind.name(each.name).start(() -> run(each.operation));
        if (!each.reason.equals(Blocked.ANY)) {
          Await.blocked(thread, each.reason);
        }
        threads.add(thread);
      }
      letThemWait();
      for (int i = 0; i < all.size(); i++) {
        all.get(i).release.run();
        Await.ended(threads.get(i));
      }
    }
    eventsOf(recording).stream()
        .filter(event -> names.contains(event.getThread().getJavaName()))
        .map(event -> line(event, user))
        .forEach(System.out::println);
  }

  private static void run(Task operation) {
    try {
      operation.run();
    } catch (Exception e) {
      // What ends a wait may be a failure.
    }
  }

  /** Starts a recording of our events, with these settings beside those that they have. */
  public static Recording start(Map<String, String> settings) {
    Recording recording = new Recording(settings);
    recording.start();
    Await.until("the events are set up", Recorded::areSetUp);
    return recording;
  }

  private static boolean areSetUp() {
    try {
      Channel.nil().receive(Duration.ofNanos(1)); // the first wait has them set up
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Events.mayBeWanted();
  }

  /** Returns once waits that have begun before last longer than the threshold. */
  public static void letThemWait() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONG.toNanos()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Ends the recording: our events in it, in the order of their ends. */
  public static List<RecordedEvent> eventsOf(Recording recording) throws Exception {
    recording.stop();
    List<RecordedEvent> events = eventsUntilNow(recording);
    recording.close();
    return events;
  }

  /** Our events until now in a recording, in the order of their ends. */
  public static List<RecordedEvent> eventsUntilNow(Recording recording) throws IOException {
    Path file = Files.createTempFile("goprims", ".jfr");
    try {
      recording.dump(file);
      List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
      events.removeIf(event -> !event.getEventType().getName().startsWith(PREFIX));
      events.sort(Comparator.comparing(RecordedEvent::getEndTime));
      return events;
    } finally {
      Files.delete(file);
    }
  }

  /** Returns the events of this name once there are that many in the recording; then ends that. */
  public static List<RecordedEvent> awaitEvents(Recording recording, String name, int count) {
    List<RecordedEvent> found = new ArrayList<>();
    Await.until(
        count + " events " + name,
        () -> {
          try {
            found.clear();
            found.addAll(eventsUntilNow(recording));
            found.removeIf(event -> !name(event).equals(name));
            return found.size() >= count;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    recording.close();
    return found;
  }

  /** The name of the event, without its package. */
  public static String name(RecordedEvent event) {
    return event.getEventType().getName().substring(PREFIX.length());
  }

  /**
   * Each of these lines for a platform and for a virtual thread, which it names with {@code %s}.
   */
  public static List<String> onBothKinds(String... lines) {
    List<String> both = new ArrayList<>();
    for (String line : lines) {
      both.add(line.formatted("platform"));
      both.add(line.formatted("virtual"));
    }
    return both;
  }

  /** A wait: its name, thread, what it waited for, outcome, length and the method called. */
  private static String line(RecordedEvent event, Class<?> user) {
    RecordedThread thread = event.getThread();
    return String.join(
        " | ",
        name(event),
        thread.getJavaName() + (thread.isVirtual() ? ", virtual" : ", platform"),
        event.getString("waitedFor"),
        event.getString("outcome"),
        event.getDuration().toMillis() >= 10 ? "long" : "short",
        calledBy(user, event));
  }

  /** The method that {@code user} has called. */
  public static String calledBy(Class<?> user, RecordedEvent event) {
    String called = "nothing";
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (type.equals(user.getName())) {
        return called;
      }
      called = type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
    }
    return "not by " + user;
  }
}

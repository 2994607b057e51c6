package io.github.goprims.gochan.internal.events;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** The events of waits, a class for each kind. To set up this class sets up all of them. */
final class WaitEvents {

  /** One of each kind, never begun: it knows whether its kind is wanted. */
  private static final Map<WaitKind, RecordedWait> PROTOTYPES = prototypes();

  private WaitEvents() {}

  private static Map<WaitKind, RecordedWait> prototypes() {
    Map<WaitKind, RecordedWait> made = new EnumMap<>(WaitKind.class);
    for (WaitKind kind : WaitKind.values()) {
      made.put(kind, made(kind));
    }
    return made;
  }

  /** Does nothing that this class has not done by now. */
  static void ensure() {}

  /** The event of a wait that begins now; null if no recording wants it. */
  static @Nullable WaitEvent begun(WaitKind kind) {
    if (!Objects.requireNonNull(PROTOTYPES.get(kind)).isEnabled()) {
      return null;
    }
    RecordedWait event = made(kind);
    event.begin();
    return event;
  }

  private static RecordedWait made(WaitKind kind) {
    return switch (kind) {
      case CHANNEL_SEND -> new ChannelSend();
      case CHANNEL_RECEIVE -> new ChannelReceive();
      case SELECT -> new Select();
      case SLEEP -> new Sleep();
      case MUTEX_LOCK -> new MutexLock();
      case RW_MUTEX_LOCK -> new RWMutexLock();
      case WAIT_GROUP_WAIT -> new WaitGroupWait();
      case COND_WAIT -> new CondWait();
      case SEMAPHORE_ACQUIRE -> new SemaphoreAcquire();
      case ERR_GROUP_WAIT -> new ErrGroupWait();
      case ERR_GROUP_GO -> new ErrGroupGo();
      case SINGLE_FLIGHT_WAIT -> new SingleFlightWait();
    };
  }

  @Name("io.github.goprims.ChannelSend")
  @Label("Channel Send")
  @Description("A thread was blocked in a send to a channel")
  private static final class ChannelSend extends RecordedWait {}

  @Name("io.github.goprims.ChannelReceive")
  @Label("Channel Receive")
  @Description("A thread was blocked in a receive from a channel")
  private static final class ChannelReceive extends RecordedWait {}

  @Name("io.github.goprims.Select")
  @Label("Select")
  @Description("A thread was blocked in a select")
  private static final class Select extends RecordedWait {}

  @Name("io.github.goprims.Sleep")
  @Label("Sleep")
  @Description("A thread slept in Go.sleep")
  private static final class Sleep extends RecordedWait {}

  @Name("io.github.goprims.MutexLock")
  @Label("Mutex Lock")
  @Description("A thread waited for a mutex, from its first park until it had it or gave up")
  private static final class MutexLock extends RecordedWait {}

  @Name("io.github.goprims.RWMutexLock")
  @Label("RWMutex Lock")
  @Description("A reader waited for a writer of a read-write mutex, or a writer for readers")
  private static final class RWMutexLock extends RecordedWait {}

  @Name("io.github.goprims.WaitGroupWait")
  @Label("WaitGroup Wait")
  @Description("A thread waited for a wait group to count to zero")
  private static final class WaitGroupWait extends RecordedWait {}

  @Name("io.github.goprims.CondWait")
  @Label("Cond Wait")
  @Description("A thread waited for a signal of a condition; its way back to the lock is not part")
  private static final class CondWait extends RecordedWait {}

  @Name("io.github.goprims.SemaphoreAcquire")
  @Label("Semaphore Acquire")
  @Description("A thread waited for weight of a semaphore")
  private static final class SemaphoreAcquire extends RecordedWait {}

  @Name("io.github.goprims.ErrGroupWait")
  @Label("ErrGroup Wait")
  @Description("A thread waited for the tasks of a group to end")
  private static final class ErrGroupWait extends RecordedWait {}

  @Name("io.github.goprims.ErrGroupGo")
  @Label("ErrGroup Go")
  @Description("A thread waited for a place in a group that was at its limit")
  private static final class ErrGroupGo extends RecordedWait {}

  @Name("io.github.goprims.SingleFlightWait")
  @Label("SingleFlight Wait")
  @Description("A thread waited for a run that another thread had begun")
  private static final class SingleFlightWait extends RecordedWait {}
}

package io.github.goprims.correctness;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The methods of the library at which a race can be lost, found by what they call. */
final class Paths extends ClassVisitor {

  /** Why a method is one. */
  enum Kind {
    PARKING,
    WAKING,
    CLOSING,
    CANCELLING
  }

  /** By which uses a kind is known: of a method or one that overrides it, or of a handle. */
  private static final Map<Kind, Set<String>> USES =
      Map.of(
          Kind.PARKING,
          Set.of(
              "Waiter.await",
              "Waiter.awaitUninterruptibly",
              "Parking.parkInPool",
              "TimeSource.parkUntil",
              "LockSupport.park",
              "LockSupport.parkNanos",
              "LockSupport.parkUntil",
              "Thread.sleep",
              "Thread.join",
              "Object.wait"),
          Kind.WAKING,
          Set.of(
              "Waiter.settle",
              "ChannelWaiter.settleOwner",
              "QueuedWaiter.settleAndWake",
              "WaitQueue.settleAll",
              "MutexLine.settleFirst",
              "Places.settleFirst",
              "Waiter.updateDueTime",
              "LockSupport.unpark"),
          Kind.CLOSING,
          Set.of(
              "ChannelCore.close",
              "QueuedCore.markClosed",
              "Ring.close",
              "Channel.close",
              "Channel.tryClose",
              "Places.close"),
          Kind.CANCELLING,
          Set.of(
              "CancelContext.END",
              "Interruption.STATE",
              "Thread.interrupt",
              "ChildSet.giveTo",
              "ChildSet.remove",
              "Child.detach",
              "AfterFunc.stop",
              "Flow.Subscription.cancel",
              "Scheduler.cancel",
              "AlarmStripe.cancel"));

  private record Use(String user, String owner, String name) {}

  private final Map<String, List<String>> above = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();
  private String type = "";

  private Paths() {
    super(Opcodes.ASM9);
  }

  /** Each path, as {@code Waiter#await}, by its kind. */
  static Map<Kind, SortedSet<String>> ofTheLibrary() throws Exception {
    Paths paths = new Paths();
    LibraryClasses.accept(paths);
    Map<Kind, SortedSet<String>> found = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      SortedSet<String> ofKind = new TreeSet<>();
      for (Use use : paths.uses) {
        if (paths.isOneOf(USES.get(kind), use.owner, use.name)) {
          ofKind.add(use.user);
        }
      }
      found.put(kind, ofKind);
    }
    return found;
  }

  private boolean isOneOf(Set<String> methods, String owner, String name) {
    return methods.contains(owner + "." + name)
        || above.getOrDefault(owner, List.of()).stream()
            .anyMatch(supertype -> isOneOf(methods, supertype, name));
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    type = LibraryClasses.shown(name);
    List<String> supertypes = new ArrayList<>(List.of(LibraryClasses.shown(parent)));
    for (String each : interfaces) {
      supertypes.add(LibraryClasses.shown(each));
    }
    above.put(type, supertypes);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    String caller = type + "#" + LibraryClasses.sourceMethod(name);
    if (isLeftOut(caller)) {
      return null;
    }
    return new MethodVisitor(Opcodes.ASM9) {
      private boolean isOwnThread;

      @Override
      public void visitFieldInsn(int opcode, String owner, String field, String type) {
        if (opcode == Opcodes.GETSTATIC) {
          uses.add(new Use(caller, LibraryClasses.shown(owner), field));
        }
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String type, boolean isInterface) {
        // A thread that interrupts itself sets a flag again that it has cleared.
        if (!(isOwnThread && called.equals("interrupt"))) {
          uses.add(new Use(caller, LibraryClasses.shown(owner), called));
        }
        isOwnThread = owner.equals("java/lang/Thread") && called.equals("currentThread");
      }
    };
  }

  /**
   * Whether it makes calls only so that they have been made once, or is a view and passes them on.
   */
  private static boolean isLeftOut(String method) {
    return method.matches("Rehearsal.*|.*#(warmUp|rehearse)|SendOnly#.*");
  }
}

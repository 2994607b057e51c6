package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Channels of some capacities, with nobody on the other side, or with somebody who waits there. */
final class ChannelScenarios {

  private static final Duration MOMENT = Duration.ofNanos(100_000);
  private static final Duration LONG = Duration.ofSeconds(20);

  private ChannelScenarios() {}

  private interface Act {
    void on(Channel<Integer> channel) throws Exception;
  }

  static void addTo(Map<String, Scenario> all) {
    for (int capacity : new int[] {0, 1, 4}) {
      add(all, "Channel(" + capacity + "): ", capacity);
    }
    all.put(
        "Channel: make",
        trial -> {
          trial.operate(() -> Channel.<Integer>make(3));
        });
  }

  private static void add(Map<String, Scenario> all, String of, int capacity) {
    Act send = c -> c.send(7);
    Act timed = c -> c.send(7, LONG);
    Act trySend = c -> c.trySend(7);
    all.put(of + "send to a receiver", t -> sendTo(t, capacity, send, true));
    all.put(of + "trySend to a receiver", t -> sendTo(t, capacity, trySend, true));
    all.put(of + "send in time, receiver late", t -> sendTo(t, capacity, timed, false));
    all.put(of + "send, receiver late", t -> sendTo(t, capacity, send, false));
    all.put(of + "send, timed out", t -> sendInVain(t, capacity, c -> c.send(7, MOMENT), c -> {}));
    all.put(
        of + "send, interrupted",
        t -> sendInVain(t, capacity, send, c -> t.operator().interrupt()));
    all.put(of + "trySend, full", t -> sendInVain(t, capacity, trySend, c -> {}));
    all.put(of + "send, closed meanwhile", t -> sendInVain(t, capacity, send, Channel::close));

    all.put(of + "receive from a sender", t -> receiveFrom(t, capacity, Receive.PLAIN, true));
    all.put(of + "tryReceive from a sender", t -> receiveFrom(t, capacity, Receive.TRY, true));
    all.put(of + "a batch from a sender", t -> receiveFrom(t, capacity, Receive.BATCH, true));
    all.put(of + "receive, sender late", t -> receiveFrom(t, capacity, Receive.PLAIN, false));
    all.put(
        of + "receive in time, sender late", t -> receiveFrom(t, capacity, Receive.TIMED, false));
    all.put(of + "iteration, sender late", t -> receiveFrom(t, capacity, Receive.NEXT, false));
    all.put(
        of + "receive, timed out",
        t -> receiveInVain(t, capacity, c -> c.receive(MOMENT), c -> {}));
    all.put(
        of + "receive, interrupted",
        t -> receiveInVain(t, capacity, Channel::receive, c -> t.operator().interrupt()));
    all.put(
        of + "receive, closed meanwhile",
        t -> receiveInVain(t, capacity, Channel::receive, Channel::close));

    all.put(of + "close with receivers", t -> closeWith(t, capacity, true, Channel::close));
    all.put(of + "close with senders", t -> closeWith(t, capacity, false, Channel::close));
    all.put(of + "tryClose with receivers", t -> closeWith(t, capacity, true, Channel::tryClose));
    all.put(of + "toString and length", t -> look(t, capacity));
  }

  private static Channel<Integer> full(int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    for (int i = 0; i < capacity; i++) {
      channel.trySend(100 + i);
    }
    return channel;
  }

  /** Values still pass, in both directions, and no others than those expected are there. */
  private static void requireUsable(Trial trial, Channel<Integer> channel) {
    require(!channel.isClosed(), "closed: " + channel);
    Integer left = channel.tryReceive();
    require(left == null, "there is " + left + " in " + channel);
    trial.does(
        "pass values through " + channel,
        () -> {
          Trial.Partner sender =
              trial.partner(
                  () -> {
                    for (int i = 0; i < 6; i++) {
                      channel.send(i);
                    }
                  });
          for (int i = 0; i < 6; i++) {
            Integer got = channel.receive(trial.patience);
            require(got != null && got == i, "got " + got + " instead of " + i);
          }
          sender.awaitOver();
          Trial.Partner receiver =
              trial.partner(() -> require(Integer.valueOf(9).equals(channel.receive()), "9"));
          receiver.awaitBlockedOrOver();
          require(channel.trySend(9), "nobody takes it: " + channel);
          receiver.awaitOver();
          channel.close();
          require(channel.receive() == null && channel.isDrained(), "not at its end: " + channel);
        });
    require(channel.length() == 0, "not empty: " + channel);
  }

  private static void sendTo(Trial trial, int capacity, Act send, boolean inTime) {
    Channel<Integer> channel = inTime ? Channel.make(capacity) : full(capacity);
    ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
    int before = inTime ? 0 : capacity;
    trial.operate(() -> send.on(channel));
    Trial.Partner[] receiver = new Trial.Partner[1];
    Runnable start =
        () ->
            receiver[0] =
                trial.partner(
                    () -> {
                      for (int i = 0; i <= before; i++) {
                        received.add(channel.receive());
                      }
                    });
    if (inTime) {
      start.run();
      receiver[0].awaitBlocked();
    } else {
      trial.meanwhile(
          () -> {
            trial.operatorBlockedOrOver();
            start.run();
          });
    }
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            receiver[0].awaitOver();
            require(received.contains(7), "sent, but not received");
          } else {
            receiver[0].awaitBlockedOrOver();
            require(!receiver[0].isOver(), "received although the send failed: " + received);
            require(channel.send(8, trial.patience), "nobody takes another value");
            receiver[0].awaitOver();
            require(received.contains(8), "another value is not received: " + received);
            require(!received.contains(7), "received although the send failed");
          }
          requireUsable(trial, channel);
        });
  }

  private static void sendInVain(Trial trial, int capacity, Act send, Act end) {
    Channel<Integer> channel = full(capacity);
    trial.operate(
        () -> {
          try {
            send.on(channel);
          } catch (Exception expected) {
            // the end of the wait
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          end.on(channel);
        });
    trial.afterwards(
        thrown -> {
          boolean closed = channel.isClosed();
          for (int i = 0; i < capacity; i++) {
            Integer got = channel.receive(trial.patience);
            require(got != null && got == 100 + i, "got " + got + " from " + channel);
          }
          if (closed) {
            require(channel.receive() == null && channel.isDrained(), "not at its end: " + channel);
          } else {
            requireUsable(trial, channel);
          }
        });
  }

  private enum Receive {
    PLAIN,
    TRY,
    TIMED,
    NEXT,
    BATCH;

    /** A value, or a list of them. */
    Object from(ReceiveChannel<Integer> channel) throws Exception {
      return switch (this) {
        case PLAIN -> channel.receive();
        case TRY -> channel.tryReceive();
        case BATCH -> channel.tryReceiveMany(3);
        case TIMED -> channel.receive(LONG);
        case NEXT -> channel.iterator().next();
      };
    }
  }

  private static void receiveFrom(Trial trial, int capacity, Receive receive, boolean inTime) {
    Channel<Integer> channel = inTime ? full(capacity) : Channel.make(capacity);
    int before = inTime ? capacity : 0;
    Trial.Partner[] sender = new Trial.Partner[1];
    Runnable start = () -> sender[0] = trial.partner(() -> channel.send(7));
    Object[] got = new Object[1];
    trial.operate(() -> got[0] = receive.from(channel));
    if (inTime) {
      start.run();
      sender[0].awaitBlocked();
    } else {
      trial.meanwhile(
          () -> {
            trial.operatorBlockedOrOver();
            start.run();
          });
    }
    trial.afterwards(
        thrown -> {
          List<Integer> expected = new ArrayList<>();
          for (int i = 0; i < before; i++) {
            expected.add(100 + i);
          }
          expected.add(7);
          List<Object> all = new ArrayList<>();
          if (thrown == null && got[0] instanceof List<?> batch) {
            all.addAll(batch);
          } else if (thrown == null) {
            all.add(got[0]);
          }
          while (all.size() < expected.size()) {
            Integer next = channel.receive(trial.patience);
            require(next != null, "lost: " + all + " of " + expected + ", " + channel);
            all.add(next);
          }
          require(all.equals(expected), all + " instead of " + expected);
          sender[0].awaitOver();
          requireUsable(trial, channel);
        });
  }

  private static void receiveInVain(Trial trial, int capacity, Act receive, Act end) {
    Channel<Integer> channel = Channel.make(capacity);
    trial.operate(
        () -> {
          try {
            receive.on(channel);
          } catch (Exception expected) {
            // the end of the wait
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          end.on(channel);
        });
    trial.afterwards(
        thrown -> {
          if (channel.isClosed()) {
            require(channel.receive() == null && channel.isDrained(), "not at its end: " + channel);
          } else {
            requireUsable(trial, channel);
          }
        });
  }

  private static void closeWith(Trial trial, int capacity, boolean receivers, Act close) {
    Channel<Integer> channel = receivers ? Channel.make(capacity) : full(capacity);
    for (int i = 0; i < 3; i++) {
      trial.waiting(
          () -> {
            if (receivers) {
              require(channel.receive() == null, "received");
            } else {
              try {
                channel.send(1);
              } catch (IllegalStateException expected) {
                return;
              }
              throw new AssertionError("sent");
            }
          });
    }
    trial.operate(() -> close.on(channel));
    trial.afterwards(
        thrown -> {
          if (thrown != null && !channel.isClosed()) {
            channel.close(); // had done nothing
          }
          require(channel.isClosed(), "not closed: " + channel);
          require(!channel.tryClose(), "closed twice: " + channel);
        });
  }

  private static void look(Trial trial, int capacity) {
    Channel<Integer> channel = Channel.make(capacity);
    trial.operate(
        () -> {
          require(channel.length() == 0, "length");
          require(channel.toString().startsWith("chan"), "text");
          require(channel.tryReceive() == null, "empty");
        });
    trial.afterwards(thrown -> requireUsable(trial, channel));
  }
}

package io.github.goprims.faults;

import static io.github.goprims.faults.Trial.require;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveCase;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.SelectCase;
import io.github.goprims.gochan.SendCase;
import java.time.Duration;
import java.util.Map;

/** Selects over two channels, one case to receive and one to send. */
final class SelectScenarios {

  private static final Duration MOMENT = Duration.ofNanos(100_000);
  private static final Duration LONG = Duration.ofSeconds(20);

  private SelectScenarios() {}

  /** One select in one form, between {@code in} and {@code out}. */
  private interface Form {
    /** What was received, 0 if 7 was sent, null if neither. */
    Integer run(Channel<Integer> in, Channel<Integer> out) throws Exception;
  }

  static void addTo(Map<String, Scenario> all) {
    add(all, "Select.first: ", SelectScenarios::first);
    add(all, "Select.await: ", (in, out) -> prepared(in, out, Select::await));
    add(all, "Select.await in time: ", (in, out) -> prepared(in, out, s -> s.await(LONG)));
    all.put(
        "Select.await: timed out",
        t -> inVain(t, (in, out) -> prepared(in, out, s -> s.await(MOMENT)), () -> {}));
    all.put(
        "Select.await: interrupted",
        t ->
            inVain(
                t, (in, out) -> prepared(in, out, Select::await), () -> t.operator().interrupt()));
    all.put(
        "Select.first: timed out",
        t ->
            inVain(
                t,
                (in, out) ->
                    Select.first(
                        Select.receive(in, got -> got),
                        Select.send(out, 7, () -> 0),
                        Select.timeout(MOMENT, () -> null)),
                () -> {}));
    all.put("Select.poll: nothing", t -> inVain(t, SelectScenarios::poll, () -> {}));
    all.put("Select.poll: a sender waits", t -> receive(t, SelectScenarios::poll, true));
    all.put("Select.poll: a receiver waits", t -> send(t, SelectScenarios::poll, true));
    all.put("Select.await: the same channel twice", SelectScenarios::both);
  }

  private static void add(Map<String, Scenario> all, String of, Form form) {
    all.put(of + "a sender waits", t -> receive(t, form, true));
    all.put(of + "a sender is late", t -> receive(t, form, false));
    all.put(of + "a receiver waits", t -> send(t, form, true));
    all.put(of + "a receiver is late", t -> send(t, form, false));
  }

  private interface Run {
    SelectCase on(Select select) throws Exception;
  }

  private static Integer prepared(Channel<Integer> in, Channel<Integer> out, Run run)
      throws Exception {
    Select select = Select.create();
    ReceiveCase<Integer> received = select.onReceive(in);
    SendCase<Integer> sent = select.onSend(out).value(7);
    SelectCase chosen = run.on(select);
    return chosen == received ? received.value() : chosen == sent ? Integer.valueOf(0) : null;
  }

  private static Integer poll(Channel<Integer> in, Channel<Integer> out) throws Exception {
    return prepared(in, out, Select::poll);
  }

  private static Integer first(Channel<Integer> in, Channel<Integer> out) throws Exception {
    return Select.<Integer, RuntimeException>first(
        Select.receive(in, got -> got), Select.send(out, 7, () -> 0));
  }

  private static void receive(Trial trial, Form form, boolean inTime) {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Channel.make();
    Integer[] got = new Integer[1];
    trial.operate(() -> got[0] = form.run(in, out));
    Trial.Partner[] sender = new Trial.Partner[1];
    Runnable start = () -> sender[0] = trial.partner(() -> in.send(5));
    begin(trial, inTime, start, sender);
    trial.afterwards(
        thrown -> {
          if (thrown == null) {
            require(got[0] != null && got[0] == 5, "received " + got[0]);
          } else {
            Integer again = in.receive(trial.patience);
            require(again != null && again == 5, "lost, there is " + again);
          }
          sender[0].awaitOver();
          requireUsable(trial, in);
          requireUsable(trial, out);
        });
  }

  private static void begin(Trial trial, boolean inTime, Runnable start, Trial.Partner[] partner) {
    if (inTime) {
      start.run();
      partner[0].awaitBlocked();
    } else {
      trial.meanwhile(
          () -> {
            trial.operatorBlockedOrOver();
            start.run();
          });
    }
  }

  private static void send(Trial trial, Form form, boolean inTime) {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Channel.make();
    Integer[] got = new Integer[2];
    trial.operate(() -> got[0] = form.run(in, out));
    Trial.Partner[] receiver = new Trial.Partner[1];
    Runnable start = () -> receiver[0] = trial.partner(() -> got[1] = out.receive());
    begin(trial, inTime, start, receiver);
    trial.afterwards(
        thrown -> {
          if (thrown != null) {
            receiver[0].awaitBlockedOrOver();
            require(out.send(8, trial.patience), "nobody takes another value: " + out);
          }
          receiver[0].awaitOver();
          require(got[1] == (thrown == null ? 7 : 8), "received " + got[1] + " after " + thrown);
          requireUsable(trial, in);
          requireUsable(trial, out);
        });
  }

  private static void inVain(Trial trial, Form form, Runnable end) {
    Channel<Integer> in = Channel.make();
    Channel<Integer> out = Channel.make();
    trial.operate(
        () -> {
          try {
            require(form.run(in, out) == null, "chosen");
          } catch (InterruptedException expected) {
            // the end of the wait
          }
        });
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          end.run();
        });
    trial.afterwards(
        thrown -> {
          requireUsable(trial, in);
          requireUsable(trial, out);
        });
  }

  /** A select in both directions of one channel does not serve itself. */
  private static void both(Trial trial) {
    Channel<Integer> channel = Channel.make();
    Integer[] got = new Integer[1];
    trial.operate(() -> got[0] = prepared(channel, channel, Select::await));
    trial.meanwhile(
        () -> {
          trial.operatorBlockedOrOver();
          trial.partner(() -> channel.send(5));
        });
    trial.afterwards(
        thrown -> {
          if (thrown != null) {
            Integer again = channel.receive(trial.patience);
            require(again != null && again == 5, "lost, there is " + again);
          }
          requireUsable(trial, channel);
        });
  }

  private static void requireUsable(Trial trial, Channel<Integer> channel) {
    Integer left = channel.tryReceive();
    require(left == null, "there is " + left + " in " + channel);
    trial.does(
        "pass values through " + channel,
        () -> {
          Trial.Partner receiver =
              trial.partner(() -> require(Integer.valueOf(9).equals(channel.receive()), "9"));
          receiver.awaitBlockedOrOver();
          require(channel.trySend(9), "nobody takes it: " + channel);
          receiver.awaitOver();
          Trial.Partner sender = trial.partner(() -> channel.send(6));
          sender.awaitBlockedOrOver();
          require(Integer.valueOf(6).equals(channel.tryReceive()), "nobody gives it: " + channel);
          sender.awaitOver();
          channel.close();
          require(channel.receive() == null && channel.isDrained(), "not at its end: " + channel);
        });
  }
}

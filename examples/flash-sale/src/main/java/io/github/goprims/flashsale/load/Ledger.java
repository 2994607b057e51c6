package io.github.goprims.flashsale.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What has been answered to each order, and how long that took. */
final class Ledger {

  private static final int DIGITS = 3;

  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";
  private final AtomicReferenceArray<Answer> answers;
  private final Histogram accepted = new ConcurrentHistogram(DIGITS);
  private final Histogram refused = new ConcurrentHistogram(DIGITS);
  private final LongAdder unknown = new LongAdder();

  /** Opens a ledger for a number of orders; those without an answer are unknown. */
  Ledger(int orders) {
    answers = new AtomicReferenceArray<>(orders);
  }

  /** What the ids of these orders begin with, and no others. */
  String run() {
    return run;
  }

  /** Ids are in the order of numbers. */
  String id(int number) {
    return run + "%08d".formatted(number);
  }

  int number(String id) {
    return Integer.parseInt(id.substring(run.length()));
  }

  /** Takes an answer down, and the time since the order was due. */
  void record(int number, Answer answer, long nanos) {
    answers.set(number, answer);
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    switch (answer) {
      case ACCEPTED -> accepted.recordValue(micros);
      case REFUSED -> refused.recordValue(micros);
      case UNKNOWN -> unknown.increment();
    }
  }

  int size() {
    return answers.length();
  }

  Answer answer(int number) {
    Answer answer = answers.get(number);
    return answer == null ? Answer.UNKNOWN : answer;
  }

  long accepted() {
    return accepted.getTotalCount();
  }

  long refused() {
    return refused.getTotalCount();
  }

  long unknown() {
    return unknown.sum();
  }

  /** How long answers took. */
  String latencies() {
    return line("accepted", accepted) + "\n" + line("refused", refused);
  }

  private static String line(String name, Histogram micros) {
    return "%8s: p50 %.0f ms, p99 %.0f ms, p99.9 %.0f ms, longest %.0f ms"
        .formatted(
            name,
            micros.getValueAtPercentile(50) / 1e3,
            micros.getValueAtPercentile(99) / 1e3,
            micros.getValueAtPercentile(99.9) / 1e3,
            micros.getMaxValue() / 1e3);
  }
}

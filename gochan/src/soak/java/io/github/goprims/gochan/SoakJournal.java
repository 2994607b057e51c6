package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What one thread of a soak round says it did, and the checks that need no other thread's word.
 *
 * <p>A value tells its channel, its producer and its number; each producer counts up. So a consumer
 * must see the numbers of one producer on one channel grow, whichever way they were sent.
 */
final class SoakJournal {

  private final int producer;
  private final int producers;
  private final BitSet sent = new BitSet();
  private long[] received = new long[256];
  private int receivedCount;
  private int lastNumber;

  /** The highest number seen, by channel and producer. */
  private final int[] seen;

  // Written by the owner only.
  long selects;
  long closes;

  SoakJournal(int producer, int producers, int channels) {
    this.producer = producer;
    this.producers = producers;
    seen = new int[channels * producers];
  }

  /** Starts an operation: gives the number for what it may send, on whichever channel. */
  int nextNumber() {
    return ++lastNumber;
  }

  long value(int channel, int number) {
    return (long) channel << 48 | (long) producer << 32 | number;
  }

  static int channelOf(long value) {
    return (int) (value >>> 48);
  }

  private static int producerOf(long value) {
    return (int) (value >>> 32) & 0xffff;
  }

  private static int numberOf(long value) {
    return (int) value;
  }

  void sent(long value) {
    sent.set(numberOf(value));
  }

  void received(int channel, long value) {
    require(channelOf(value) == channel, "%s came out of channel %d", text(value), channel);
    int key = channel * producers + producerOf(value);
    require(
        numberOf(value) > seen[key],
        "order of one producer: %s received after number %d",
        text(value),
        seen[key]);
    seen[key] = numberOf(value);
    if (receivedCount == received.length) {
      received = Arrays.copyOf(received, 2 * receivedCount);
    }
    received[receivedCount++] = value;
  }

  int sentCount() {
    return sent.cardinality();
  }

  int receivedCount() {
    return receivedCount;
  }

  /** Makes this the journal of one who receives after {@code others} have ended. */
  void follow(List<SoakJournal> others) {
    for (SoakJournal other : others) {
      for (int key = 0; key < seen.length; key++) {
        seen[key] = Math.max(seen[key], other.seen[key]);
      }
    }
  }

  /** What was sent must be exactly what was received. */
  static void requireBalance(List<SoakJournal> journals) {
    BitSet[] arrived = new BitSet[journals.getFirst().producers];
    Arrays.setAll(arrived, producer -> new BitSet());
    for (SoakJournal journal : journals) {
      for (int i = 0; i < journal.receivedCount; i++) {
        long value = journal.received[i];
        BitSet numbers = arrived[producerOf(value)];
        require(!numbers.get(numberOf(value)), "received twice: %s", text(value));
        numbers.set(numberOf(value));
      }
    }
    for (SoakJournal journal : journals) {
      BitSet difference = (BitSet) journal.sent.clone();
      difference.xor(arrived[journal.producer]);
      require(
          difference.isEmpty(),
          "producer %d: sent and not received, or the other way round: numbers %s",
          journal.producer,
          difference);
    }
  }

  static String text(long value) {
    return "value %d of producer %d for channel %d"
        .formatted(numberOf(value), producerOf(value), channelOf(value));
  }
}

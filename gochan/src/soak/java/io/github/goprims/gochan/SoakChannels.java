package io.github.goprims.gochan;

import static io.github.goprims.gochan.testing.Soak.require;

import io.github.goprims.gochan.testing.SoakCounts;
import io.github.goprims.gochan.testing.SoakRound;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A round over some channels: what was sent is what was received. */
abstract class SoakChannels extends SoakRound {

  private static final int[] CAPACITIES = {0, 1, 2, 3, 7, 16, 100};

  final List<Channel<Long>> channels = new ArrayList<>();
  final List<SoakUser> users = new ArrayList<>();
  private final AtomicLong closes = new AtomicLong();

  SoakChannels(SplittableRandom random) {
    super(random);
  }

  /** What must hold besides the balance of each channel. */
  abstract void verifyUsers();

  final int addChannel() {
    return addChannel(CAPACITIES[random.nextInt(CAPACITIES.length)]);
  }

  final int addChannel(int capacity) {
    int index = channels.size();
    channels.add(Channel.<Long>make(capacity).named("c" + index));
    return index;
  }

  final boolean close(int channel) {
    boolean closed = channels.get(channel).tryClose();
    if (closed) {
      closes.incrementAndGet();
    }
    return closed;
  }

  @Override
  protected final void verify() {
    verifyChannels();
    verifyUsers();
  }

  private void verifyChannels() {
    List<SoakJournal> journals = new ArrayList<>();
    users.forEach(user -> journals.add(user.journal));
    SoakJournal rest = new SoakJournal(users.size(), users.size() + 1, channels.size());
    rest.follow(journals);
    journals.add(rest);
    long closed = 0;
    for (int c = 0; c < channels.size(); c++) {
      Channel<Long> channel = channels.get(c);
      NobodyQueued.require(channel);
      drain(c, channel, rest);
      if (channel.isClosed()) {
        closed++;
      }
    }
    SoakJournal.requireBalance(journals);
    for (SoakJournal journal : journals) {
      closes.addAndGet(journal.closes);
    }
    require(closes.get() == closed, "%s closes succeeded on %d channels", closes, closed);
  }

  private static void drain(int index, Channel<Long> channel, SoakJournal journal) {
    int length = channel.length();
    require(length <= channel.capacity(), "%s holds too much", channel);
    for (int left = length; left > 0; left--) {
      require(!channel.isDrained(), "%s calls itself drained", channel);
      require(channel.length() == left, "%s does not hold %d", channel, left);
      Long value = channel.tryReceive();
      require(value != null, "%s gives nothing", channel);
      journal.received(index, value);
    }
    require(channel.tryReceive() == null, "%s gives more than it held", channel);
    require(channel.length() == 0, "%s is not empty", channel);
    require(channel.isDrained() == channel.isClosed(), "isDrained of %s", channel);
  }

  @Override
  protected final void addTo(SoakCounts counts) {
    for (SoakUser user : users) {
      counts.add("values", user.journal.receivedCount());
      counts.add("selects", user.journal.selects);
    }
    counts.add("closes", closes.get());
  }

  @Override
  protected final List<?> objects() {
    return channels;
  }
}

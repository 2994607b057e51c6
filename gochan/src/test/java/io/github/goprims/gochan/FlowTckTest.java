package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Spec;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.AfterMethod;

/**
 * The Reactive Streams TCK, in the form for {@link Flow}. It skips what it cannot test, and what is
 * optional and not so here: these tests are listed, so that no other is skipped.
 */
@Spec("FLOW-14")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FlowTckTest {

  private static final String UNTESTED = "untested_";

  @TempDir Path reports;

  private TestListenerAdapter run(Class<?> verification) {
    TestListenerAdapter results = new TestListenerAdapter();
    TestNG testng = new TestNG(false);
    testng.setOutputDirectory(reports.toString());
    testng.setVerbose(0);
    testng.setTestClasses(new Class<?>[] {verification});
    testng.addListener(results);
    testng.run();
    assertThat(results.getConfigurationFailures()).isEmpty();
    assertThat(results.getConfigurationSkips()).isEmpty();
    assertThat(results.getFailedTests())
        .extracting(result -> result.getName() + ": " + result.getThrowable())
        .isEmpty();
    assertThat(results.getFailedButWithinSuccessPercentageTests()).isEmpty();
    return results;
  }

  @Test
  void publisher() {
    TestListenerAdapter results = run(PublisherTck.class);
    assertThat(results.getPassedTests()).hasSize(26);
    assertThat(results.getSkippedTests())
        .extracting(ITestResult::getName)
        .filteredOn(name -> !name.startsWith(UNTESTED))
        .containsExactlyInAnyOrder(
            // A channel does not fail, and takes all subscribers.
            "optional_spec104_mustSignalOnErrorWhenFails",
            "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThem"
                + "RejectionMustTriggerOnErrorAfterOnSubscribe",
            // Subscribers share the values.
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfIts"
                + "SubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfIts"
                + "SubscribersWhenRequestingManyUpfrontAndCompleteAsExpected",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfIts"
                + "SubscribersWhenRequestingOneByOne");
  }

  @Test
  void subscriberFromOutside() {
    TestListenerAdapter results = run(BlackboxTck.class);
    assertThat(results.getPassedTests()).hasSize(11);
    assertThat(results.getSkippedTests())
        .extracting(ITestResult::getName)
        .allMatch(name -> name.startsWith(UNTESTED));
  }

  @Test
  void subscriberFromInside() {
    TestListenerAdapter results = run(WhiteboxTck.class);
    assertThat(results.getPassedTests()).hasSize(14);
    assertThat(results.getSkippedTests())
        .extracting(ITestResult::getName)
        .allMatch(name -> name.startsWith(UNTESTED));
  }

  /** Patient in what has to come, since tests run side by side; less in what must not. */
  private static TestEnvironment environment() {
    return new TestEnvironment(10_000, 50);
  }

  /** For TestNG. */
  public static final class PublisherTck extends FlowPublisherVerification<Long> {

    private static final long MILLIS_BEFORE_COLLECTION = 1_000;

    private final Queue<Thread> senders = new ConcurrentLinkedQueue<>();

    public PublisherTck() {
      super(environment(), MILLIS_BEFORE_COLLECTION);
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
      Channel<Long> channel = Channel.make(1);
      senders.add(
          Go.go(
              () -> {
                for (long i = 0; i < elements; i++) {
                  channel.send(i);
                }
                channel.close();
              }));
      return Flows.publisher(channel);
    }

    @Override
    public Flow.@Nullable Publisher<Long> createFailedFlowPublisher() {
      return null;
    }

    @AfterMethod
    public void endSenders() throws InterruptedException {
      for (Thread sender = senders.poll(); sender != null; sender = senders.poll()) {
        sender.interrupt();
        sender.join();
      }
    }
  }

  /** For TestNG. */
  public static final class BlackboxTck extends FlowSubscriberBlackboxVerification<Integer> {

    public BlackboxTck() {
      super(environment());
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
      return new FlowSubscriber<>(4);
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  /** For TestNG. */
  public static final class WhiteboxTck extends FlowSubscriberWhiteboxVerification<Integer> {

    public WhiteboxTck() {
      super(environment());
    }

    @Override
    protected Flow.Subscriber<Integer> createFlowSubscriber(
        WhiteboxSubscriberProbe<Integer> probe) {
      return new Probed(probe);
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }

    /** A subscriber under test, and what the probe has to hear of it. */
    private static final class Probed implements Flow.Subscriber<Integer> {

      private final FlowSubscriber<Integer> tested = new FlowSubscriber<>(4);
      private final WhiteboxSubscriberProbe<Integer> probe;
      private boolean subscribed;

      Probed(WhiteboxSubscriberProbe<Integer> probe) {
        this.probe = probe;
      }

      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        tested.onSubscribe(subscription);
        if (!subscribed) {
          subscribed = true;
          probe.registerOnSubscribe(
              new SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                  tested.channel().tryReceiveMany((int) elements);
                }

                @Override
                public void signalCancel() {
                  tested.close();
                }
              });
        }
      }

      @Override
      public void onNext(Integer value) {
        tested.onNext(value);
        probe.registerOnNext(value);
      }

      @Override
      public void onError(Throwable failure) {
        tested.onError(failure);
        probe.registerOnError(failure);
      }

      @Override
      public void onComplete() {
        tested.onComplete();
        probe.registerOnComplete();
      }
    }
  }
}

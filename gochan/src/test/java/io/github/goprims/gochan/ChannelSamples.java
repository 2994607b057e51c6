package io.github.goprims.gochan;

/** The samples of the channels' documentation. */
final class ChannelSamples {

  private ChannelSamples() {}

  static String hello() throws InterruptedException {
    // @start region="hello"
    Channel<String> greetings = Channel.make();
    Go.go(() -> greetings.send("hello"));
    String greeting = greetings.receive();
    // @end
    return String.valueOf(greeting);
  }

  static int sumUntilClosed(ReceiveChannel<Integer> numbers) throws InterruptedException {
    int sum = 0;
    // @start region="receive-until-closed"
    for (Integer n = numbers.receive(); n != null; n = numbers.receive()) {
      sum += n;
    }
    // @end
    return sum;
  }
}

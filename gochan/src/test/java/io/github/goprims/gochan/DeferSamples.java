package io.github.goprims.gochan;

/** The sample of the documentation of {@link Defer}. */
final class DeferSamples {

  private DeferSamples() {}

  static void produce(SendChannel<String> lines, AutoCloseable source) throws InterruptedException {
    // @start region="defer"
    try (Defer scope = Defer.scope()) {
      scope.defer(lines::close);
      scope.defer(source::close); // runs first
      lines.send("one");
      lines.send("two");
    }
    // @end
  }
}

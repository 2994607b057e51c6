package io.github.goprims.examples.travel;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes a context's deadline and trace out of the headers of a request, and puts them into those of
 * another. It reads and writes by functions, so that it needs to know no client and no server:
 * {@code exchange.getRequestHeaders()::getFirst}, {@code request::setHeader}, {@code map::get},
 * {@code map::put}.
 *
 * <p><b>The deadline</b> travels as what is left of it, because clocks of machines differ. It is
 * cut, never rounded up, and counts from the arrival: so the work may go on for as much longer as
 * the request was on its way. A context tells its deadline as a time of the wall clock only. If
 * that clock is set while the context lives, what leaves afterwards is wrong by as much; the
 * context itself is not, which goes by the monotonic clock.
 *
 * <p><b>The end of the caller</b> does not travel. Who cancels a context closes its connections, by
 * {@link Context#call}; the other side is told when its server looks at the connection, as {@code
 * examples.httpdeadlines} shows, and by its own deadline if not.
 */
public final class Headers {

  private Headers() {}

  /**
   * The context for a request that has come. It ends with {@code parent}, when the caller waits no
   * longer, or after {@code most}, whatever is first. Its trace is that of the caller, or a new
   * one; its span is new. Headers that cannot be read count as not there.
   *
   * @param parent the context of the server
   * @param headers finds a header by its name, null if it is not there
   * @param most how long this server works for any request
   * @return a new context, to be canceled when the work is over
   */
  public static CancelableContext arriving(
      Context parent, Function<String, @Nullable String> headers, Duration most) {
    Duration asked = GrpcTimeout.parse(headers.apply(GrpcTimeout.HEADER));
    TraceParent caller = TraceParent.parse(headers.apply(TraceParent.HEADER));
    return parent
        .withValue(TraceParent.KEY, caller == null ? TraceParent.make() : caller.child())
        .withTimeout(asked == null || asked.compareTo(most) > 0 ? most : asked);
  }

  /**
   * Writes the headers for a request that is made under {@code context}: one for its deadline and
   * one for its span, as far as it has them.
   *
   * @param context what the request is made for
   * @param headers sets a header
   * @throws io.github.goprims.gocontext.ContextDoneException if the context has ended, with its
   *     cause; no header has been set, and no request should be sent
   */
  public static void leaving(Context context, BiConsumer<String, String> headers) {
    context.throwIfDone();
    Instant deadline = context.deadline();
    if (deadline != null) {
      Duration left = Duration.between(Instant.now(), deadline);
      headers.accept(GrpcTimeout.HEADER, GrpcTimeout.format(left));
    }
    TraceParent span = context.value(TraceParent.KEY);
    if (span != null) {
      headers.accept(TraceParent.HEADER, span.toString());
    }
  }
}

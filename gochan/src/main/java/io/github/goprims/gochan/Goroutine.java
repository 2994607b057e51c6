package io.github.goprims.gochan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A goroutine as {@link Goroutines#snapshot} has seen it: what it waited for at that moment, and
 * since when. Its stack of now is {@code thread().getStackTrace()}.
 *
 * @param thread the thread
 * @param name the name of the thread, empty if it has none
 * @param waitReason why it waits, in Go's words: {@code chan receive}, {@code select}, {@code
 *     sync.Mutex.Lock}, {@code sleep}. Else {@code running} for a thread that computes or is about
 *     to, {@code waiting} for one that waits in something of the JDK, and {@code blocked} for one
 *     that waits to enter a {@code synchronized} block
 * @param waitsOn the primitive that it waits for, by name, and its state: {@code orders(length=0,
 *     capacity=64)}; all cases of a select; the time of a sleep; null if it waits for nothing of
 *     this library, or if there is nothing to say
 * @param waitingSince when the wait began; null if it waits for nothing of this library
 * @param creationSite the line that started it; null without the system property {@code
 *     goprims.debug=goroutines} or the module {@code gotest}, and if the library started it by
 *     itself, for the function of a timer or of a context
 */
public record Goroutine(
    Thread thread,
    String name,
    String waitReason,
    @Nullable String waitsOn,
    @Nullable Instant waitingSince,
    @Nullable StackTraceElement creationSite) {}

/**
 * Go's contexts for Java: cancellation, deadlines and values that belong to a request, passed along
 * explicitly from caller to callee.
 *
 * <p>{@link io.github.goprims.gocontext.Context} is the place to start. These rules hold for the
 * whole package, unless a method says otherwise.
 *
 * <p><b>Nulls.</b> No method takes null: {@link NullPointerException} naming the parameter, before
 * anything else happens. What may be null is marked as such.
 *
 * <p><b>Interruption and order of checks.</b> As in {@link io.github.goprims.gochan}: null
 * arguments, the interrupt flag, the context, and then the work. Methods that do not declare {@link
 * InterruptedException} ignore the flag and leave it as it is.
 *
 * <p><b>Custom contexts.</b> A custom context is one whose class is not of this package: {@link
 * io.github.goprims.gocontext.Context} is an interface that users may implement. It works wherever
 * a context does, with the exceptions that the methods name.
 *
 * <p><b>Debugging.</b> The system property {@code goprims.debug=leaks} makes the package report
 * each {@link io.github.goprims.gocontext.CancelableContext} that was dropped without having been
 * canceled while it had not ended otherwise, and the place where it was made; of those from one
 * place the first, the tenth, the hundredth and so on. The report is a warning of the {@link
 * System.Logger} with the name of this package. Without the property this costs nothing. The other
 * words are {@code owners} and {@code pool} (package {@code gosync}), with commas between them; a
 * word that is none is reported once.
 */
@NullMarked
package io.github.goprims.gocontext;

import org.jspecify.annotations.NullMarked;

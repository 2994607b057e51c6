package io.github.goprims.gotest;

import java.lang.annotation.Annotation;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the annotation that counts for a test. */
final class Annotated {

  private Annotated() {}

  /** That of the method, of the class, or of the nearest class around it that has one. */
  static <A extends Annotation> Optional<A> find(ExtensionContext test, Class<A> type) {
    Optional<ExtensionContext> context = Optional.of(test);
    while (context.isPresent()) {
      Optional<A> found =
          context
              .get()
              .getElement()
              .flatMap(element -> AnnotationSupport.findAnnotation(element, type));
      if (found.isPresent()) {
        return found;
      }
      context = context.get().getParent();
    }
    return Optional.empty();
  }
}

package io.github.goprims.gochan.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // an injection is for the whole JVM
class InjectionHandleTest {

  @Test
  void closingTwiceLeavesALaterInjectionAlone() {
    TimeSource system = TimeSource.current();
    TimeSource.Injected first = InjectedTime.put(() -> system);
    first.close();
    TimeSource.Injected second = InjectedTime.put(() -> system);
    first.close();
    assertThat(InjectedTime.source).isNotNull();
    second.close();
    assertThat(InjectedTime.source).isNull();
  }
}

import org.jspecify.annotations.NullMarked;

/** Tests of goroutines in virtual time, with checks for deadlocks and leaks. */
@NullMarked
module io.github.goprims.gotest {
  requires transitive io.github.goprims.gosync;
  requires static org.jspecify;
  requires static org.junit.jupiter.api; // for the annotations only

  exports io.github.goprims.gotest;

  opens io.github.goprims.gotest to
      org.junit.platform.commons; // by which JUnit makes the extensions behind the annotations

  exports io.github.goprims.gotest.internal to
      io.github.goprims.gochan; // which finds its test kit there
}

/** A service that uses goprims. */
module com.example.consumer {
  requires transitive io.github.goprims.gosync;

  exports com.example.consumer;
}

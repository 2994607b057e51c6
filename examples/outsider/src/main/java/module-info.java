/** A service that uses goprims. */
module com.example.outsider {
  requires transitive io.github.goprims.gosync;

  exports com.example.outsider;
}

/** Its tests. */
open module com.example.outsider.tests {
  requires com.example.outsider;
  requires io.github.goprims.gotest;
  requires org.junit.jupiter.api;
}

/** Its tests. */
open module com.example.consumer.tests {
  requires com.example.consumer;
  requires io.github.goprims.gotest;
  requires org.junit.jupiter.api;
}

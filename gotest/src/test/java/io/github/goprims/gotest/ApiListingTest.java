package io.github.goprims.gotest;

import io.github.goprims.gochan.testing.ApiListing;
import org.junit.jupiter.api.Test;

class ApiListingTest {
  @Test
  void publicApiIsTheListedOne() throws Exception {
    ApiListing.ofPackageOf(Bubble.class).check();
  }
}

package io.github.goprims.gocontext;

import io.github.goprims.gochan.testing.ApiListing;
import org.junit.jupiter.api.Test;

class ApiListingTest {
  @Test
  void publicApiIsTheListedOne() throws Exception {
    ApiListing.ofPackageOf(Context.class).check();
  }
}

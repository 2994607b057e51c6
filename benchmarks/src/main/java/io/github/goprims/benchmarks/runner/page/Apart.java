package io.github.goprims.benchmarks.runner.page;

/** Moves labels apart that would lie upon each other. */
final class Apart {
  private Apart() {}

  /**
   * Places in the order of the wanted ones, each at least {@code distance} from the next, and
   * between the bounds as far as there is room.
   *
   * @param wanted in ascending order
   */
  static double[] spread(double[] wanted, double distance, double low, double high) {
    double[] places = wanted.clone();
    double bound = low;
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(places[i], bound);
      bound = places[i] + distance;
    }
    bound = Math.max(high, low + distance * (places.length - 1));
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], bound);
      bound = places[i] - distance;
    }
    return places;
  }
}

package io.github.goprims.faults;

/** Lays out one operation of the library, what others do beside it, and what must hold then. */
interface Scenario {
  void layOut(Trial trial) throws Exception;
}

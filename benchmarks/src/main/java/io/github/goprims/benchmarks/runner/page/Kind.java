package io.github.goprims.benchmarks.runner.page;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** What a peer is to goprims. */
public enum Kind {
  OURS("goprims"),
  /** The goprims of another build. */
  BASE("the other build"),
  GO("Go"),
  JVM("best JVM peer"),
  /** What the JVM alone takes. */
  FLOOR("floor of the JVM"),
  /** One of the fixed ways to wait. */
  WAY("best fixed way"),
  /** Shown, and compared with nothing. */
  OTHER("other");

  /** What ours is compared with, in this order. */
  static final List<Kind> REFERENCES = List.of(BASE, GO, JVM, FLOOR, WAY);

  /** What tells whether a row is lost. */
  static final List<Kind> RIVALS = List.of(GO, JVM);

  final String title;

  Kind(String title) {
    this.title = title;
  }

  /** The word in results.json and in the classes of charts. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.github.goprims.jcstress;

import java.util.List;
import java.util.Locale;
import org.openjdk.jcstress.annotations.Expect;

/**
 * What a run of suites, or of weakened twins, has shown.
 *
 * @param twins whether it is one of twins, which have to fail
 * @param facts what is said about the run, line by line: its JDK and so on
 * @param sections the races, family by family
 */
public record Summary(boolean twins, List<Fact> facts, List<Section> sections) {

  /** A line of the head. */
  public record Fact(String name, String value) {}

  /** The races of one family. */
  public record Section(String primitive, String family, List<Race> races) {}

  /**
   * A race, and what was seen.
   *
   * @param name as jcstress calls it
   * @param about the mistake that it hunts, or the step that is weakened
   * @param more what guards against the mistake, or the suite that it is a twin of
   * @param outcomes what was seen, and what was not though it is spoken of
   * @param samples how often it was run
   * @param verdict whether that is as it should be
   * @param trouble what else went wrong, in words; empty if nothing
   */
  public record Race(
      String name,
      String about,
      String more,
      List<Outcome> outcomes,
      long samples,
      Verdict verdict,
      String trouble) {

    /** The last part of the name. */
    public String simpleName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }

    /** How often something forbidden was seen. */
    public long forbidden() {
      return outcomes.stream().filter(Outcome::isForbidden).mapToLong(Outcome::count).sum();
    }
  }

  /** An outcome: how often it was seen, and what the suite says of it. */
  public record Outcome(String id, long count, Expect expect, String description) {

    /** Whether it must not be seen. */
    public boolean isForbidden() {
      return expect == Expect.FORBIDDEN || expect == Expect.UNKNOWN;
    }

    /** Whether it was seen. */
    public boolean isSeen() {
      return count > 0;
    }
  }

  /** What is to be thought of a race. */
  public enum Verdict {
    /** Nothing but acceptable outcomes. */
    PASSED(true),
    /** A forbidden outcome. */
    FORBIDDEN(false),
    /** An error, or no end in time. */
    ERROR(false),
    /** Not all that was planned has been run. */
    INCOMPLETE(false),
    /** Nothing has been run. */
    NOT_RUN(false),
    /** A weakened twin that was seen to fail. */
    CAUGHT(true),
    /** A weakened twin that was not. */
    SURVIVED(false);

    private final boolean good;

    Verdict(boolean good) {
      this.good = good;
    }

    /** Whether it lets the build go on. */
    public boolean isGood() {
      return good;
    }

    /** For readers. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** All races. */
  public List<Race> races() {
    return sections.stream().flatMap(section -> section.races().stream()).toList();
  }

  /** How often something forbidden was seen. */
  public long forbidden() {
    return races().stream().mapToLong(Race::forbidden).sum();
  }

  /** How many races have the verdict. */
  public long count(Verdict verdict) {
    return races().stream().filter(race -> race.verdict() == verdict).count();
  }

  /** The races that fail the build. */
  public List<Race> failures() {
    return races().stream().filter(race -> !race.verdict().isGood()).toList();
  }
}

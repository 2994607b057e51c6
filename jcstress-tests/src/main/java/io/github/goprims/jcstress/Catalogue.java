package io.github.goprims.jcstress;

import java.util.List;

/**
 * What the Javadoc of the suites and of their weakened twins says about them. Texts are in
 * Markdown.
 *
 * @param families the suites, family by family
 * @param twins the weakened twins
 * @param problems what the Javadoc lacks or names in vain
 */
public record Catalogue(List<Family> families, List<Twin> twins, List<String> problems) {

  /**
   * The races on one part of the library: the suites of one class.
   *
   * @param module the module that it is in
   * @param primitive what users call it
   * @param name what the class is called without its ending: {@code Mutex} of MutexJcstress
   * @param description the first sentence of the class
   * @param suites its races
   */
  public record Family(
      String module, String primitive, String name, String description, List<Suite> suites) {}

  /**
   * One race.
   *
   * @param name as jcstress calls it: {@code io.github.goprims.gosync.MutexJcstress.Exclusion}
   * @param description more about the race, or nothing
   * @param hunts the mistake that it would show
   * @param guards the part of an algorithm, or of its argument, that keeps the mistake out
   * @param races the methods of the library that race, as {@code
   *     io.github.goprims.gosync.Mutex#lock}
   */
  public record Suite(
      String name, String description, String hunts, String guards, List<String> races) {

    /** The last part of the name. */
    public String simpleName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  /**
   * A weakened twin: a suite with one step of the algorithm weakened.
   *
   * @param name as jcstress calls it
   * @param suite the name of the suite that it is a twin of
   * @param twin this suite, and on what it runs
   * @param weakened what the weakened step does
   */
  public record Twin(String name, String suite, String twin, String weakened) {

    /** The last part of the name. */
    public String simpleName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  /** All suites. */
  public List<Suite> suites() {
    return families.stream().flatMap(family -> family.suites().stream()).toList();
  }
}

package io.github.goprims.jcstress;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What is to be run, and how.
 *
 * @param names primitives, classes of suites, or races; all if empty
 * @param mode of jcstress: how long
 * @param mixtures whether each mixture of interpreter and compilers is run
 * @param twins whether the weakened twins are run
 * @param resume whether results that are there count
 * @param summaryOf where the results are, if nothing is to be run
 * @param to where results and pages go
 * @param more for jcstress
 */
record Arguments(
    List<String> names,
    String mode,
    boolean mixtures,
    boolean twins,
    boolean resume,
    Path summaryOf,
    Path to,
    List<String> more) {

  static final String HELP =
      """
      run [NAME…] [OPTION…]: races under jcstress, and a page about what was seen.

      NAME is a primitive (Mutex), a class of suites (RingJcstress) or a race (Mutex.Exclusion);
      without a name all are run.

        --mode MODE    quick (the default), default, tough or stress; sanity only tries whether all start
        --mixtures     each actor in the interpreter, in C1 and in C2, in each combination: nine times as long
        --twins        the weakened twins instead; a twin that survives is a failure
        --resume       goes on with a run that was cut off: what has a result is not run again
        --summary DIR  runs nothing; makes the page from the results below DIR
        --to DIR       where results and pages go
        --jdk VERSION  on that JDK, such as 21
        -- OPTION…     for jcstress itself
      """;

  /** A command line that makes no sense. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static Arguments parse(String... arguments) {
    List<String> names = new ArrayList<>();
    String mode = "quick";
    boolean mixtures = false;
    boolean twins = false;
    boolean resume = false;
    Path summaryOf = null;
    Path to = Path.of("jcstress");
    List<String> more = new ArrayList<>();
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--mode" -> mode = next(rest, argument);
        case "--mixtures" -> mixtures = true;
        case "--twins" -> twins = true;
        case "--resume" -> resume = true;
        case "--summary" -> summaryOf = Path.of(next(rest, argument));
        case "--to" -> to = Path.of(next(rest, argument));
        case "--" -> rest.forEachRemaining(more::add);
        default -> {
          if (argument.startsWith("-")) {
            throw new UsageException("no option is called " + argument + ", see --help");
          }
          names.add(argument);
        }
      }
    }
    return new Arguments(names, mode, mixtures, twins, resume, summaryOf, to, more);
  }

  private static String next(Iterator<String> rest, String option) {
    if (!rest.hasNext()) {
      throw new UsageException(option + " needs a value");
    }
    return rest.next();
  }

  /** What jcstress is told, whatever is run: heap, assertions, one JVM configuration. */
  String[] forJcstress(Path report) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-jvmArgs", "-Xmx256m -ea"));
    all.addAll(List.of("-sc", Boolean.toString(mixtures)));
    all.addAll(List.of("-m", mode, "-r", report.toString()));
    all.addAll(more);
    return all.toArray(new String[0]);
  }
}

package io.github.goprims.jcstress;

import io.github.goprims.jcstress.Arguments.UsageException;
import io.github.goprims.jcstress.Catalogue.Family;
import io.github.goprims.jcstress.Catalogue.Suite;
import io.github.goprims.jcstress.Catalogue.Twin;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a user means by a name. */
final class Choice {

  private Choice() {}

  /** The suites, or the twins, that the names stand for; all if there are none. */
  static SortedSet<String> of(Catalogue catalogue, boolean twins, List<String> names) {
    if (names.isEmpty()) {
      return new TreeSet<>(
          twins
              ? catalogue.twins().stream().map(Twin::name).toList()
              : catalogue.suites().stream().map(Suite::name).toList());
    }
    SortedSet<String> chosen = new TreeSet<>();
    for (String name : names) {
      Set<String> suites =
          catalogue.families().stream()
              .flatMap(family -> suites(family, name))
              .collect(Collectors.toSet());
      Set<String> found =
          !twins
              ? suites
              : catalogue.twins().stream()
                  .filter(
                      twin ->
                          suites.contains(twin.suite()) || twin.simpleName().equalsIgnoreCase(name))
                  .map(Twin::name)
                  .collect(Collectors.toSet());
      if (found.isEmpty()) {
        throw new UsageException(
            "no %s is called %s; the primitives are: %s"
                .formatted(twins ? "twin" : "suite", name, primitives(catalogue)));
      }
      chosen.addAll(found);
    }
    return chosen;
  }

  private static Stream<String> suites(Family family, String name) {
    String plain = name.replaceFirst("(?i)jcstress(?=\\.|$)", "");
    boolean all =
        plain.equalsIgnoreCase(family.primitive()) || plain.equalsIgnoreCase(family.name());
    return family.suites().stream()
        .filter(suite -> all || plain.equalsIgnoreCase(family.name() + "." + suite.simpleName()))
        .map(Suite::name);
  }

  private static String primitives(Catalogue catalogue) {
    return catalogue.families().stream()
        .map(Family::primitive)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}

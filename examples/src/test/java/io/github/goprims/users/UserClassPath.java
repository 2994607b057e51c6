package io.github.goprims.users;

import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of this class path that a project gets which depends on gosync. */
final class UserClassPath {

  private static final List<String> ARTIFACTS = List.of("gochan", "gocontext", "gosync");

  private UserClassPath() {}

  /**
   * Our three modules and the annotations that come with them. That they come is part of the proof:
   * this module asks for gosync only.
   */
  static String get() {
    return entries()
        .filter(entry -> isOurs(entry) || isAnnotations(entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The library of Kotlin on top, and its coroutines. */
  static String withKotlin() {
    return Stream.concat(
            Stream.of(get()),
            entries().filter(entry -> fileName(entry).matches("kotlin(-stdlib|x-coroutines).*")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A jar, or a folder of classes like {@code gochan/target/classes}. */
  private static boolean isOurs(String entry) {
    String name = fileName(entry);
    return ARTIFACTS.stream()
        .anyMatch(
            artifact ->
                name.equals("classes")
                    ? entry.contains(File.separator + artifact + File.separator)
                    : name.startsWith(artifact + "-") && !name.endsWith("-tests.jar"));
  }

  private static boolean isAnnotations(String entry) {
    return fileName(entry).startsWith("jspecify-");
  }

  private static Stream<String> entries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static String fileName(String entry) {
    return new File(entry).getName();
  }
}

package io.github.goprims.examples.digesttree;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The first stage: finds all regular files below a path, in the order of the bytes of their names.
 *
 * <p>Symbolic links are not followed, except for the path itself; links, pipes, sockets and devices
 * are passed over. What it cannot look at becomes an entry too, in its place, and the walk goes on.
 */
final class Walker {

  /** What to do with each entry. */
  @FunctionalInterface
  interface Visitor {
    void visit(Entry entry) throws InterruptedException;
  }

  private final Path path;
  private final Name name;
  private final BooleanSupplier stopped;

  /**
   * @param path where to begin
   * @param name the same as it was typed, since all names begin with it
   * @param stopped the walk ends once this is true
   */
  Walker(Path path, Name name, BooleanSupplier stopped) {
    this.path = path;
    this.name = name;
    this.stopped = stopped;
  }

  void walk(Visitor visitor) throws InterruptedException {
    Entry start = lookAt(path, name);
    walk(start == null ? unsuitable() : start, visitor);
  }

  private Entry unsuitable() {
    String reason = "not a regular file or directory";
    return new Entry(path, name, new FileSystemException(path.toString(), null, reason));
  }

  private void walk(Entry entry, Visitor visitor) throws InterruptedException {
    if (stopped.getAsBoolean()) {
      return;
    }
    if (entry.name().isDirectory() && entry.failure() == null) {
      for (Entry child : list(entry)) {
        walk(child, visitor);
      }
    } else {
      visitor.visit(entry);
    }
  }

  /** What is in a directory; with an entry for the directory itself if that failed half-way. */
  private Collection<Entry> list(Entry directory) {
    // Sorted as it grows: sorting a large one at the end would be too long a step to stop after.
    Collection<Entry> entries = new TreeSet<>(Comparator.comparing(Entry::name));
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
      for (Path child : children) {
        if (stopped.getAsBoolean()) {
          break;
        }
        Name name = directory.name().child(child);
        Entry entry = lookAt(child, name, LinkOption.NOFOLLOW_LINKS);
        if (entry != null) {
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      entries.add(failed(directory, requireNonNull(e.getCause())));
    } catch (IOException e) {
      entries.add(failed(directory, e));
    }
    return entries;
  }

  private static Entry failed(Entry directory, IOException failure) {
    return new Entry(directory.path(), directory.name().plain(), failure);
  }

  /** The entry for a path; null if that is neither a file nor a directory. */
  private static @Nullable Entry lookAt(Path path, Name name, LinkOption... options) {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, options);
      if (found.isDirectory()) {
        return new Entry(path, name.directory());
      }
      return found.isRegularFile() ? new Entry(path, name) : null;
    } catch (IOException e) {
      return new Entry(path, name, e);
    }
  }
}

package io.github.goprims.site;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The Markdown files of the project. */
final class Documents {

  /** Folders of tools, and of programs, whose texts are parts of other documents. */
  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".idea", ".settings", ".vscode", "node_modules", "src", "target");

  private Documents() {}

  /** All of them, sorted. */
  static List<Path> below(Path root) throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return LEFT_OUT.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(documents);
    return documents;
  }

  /** Those for readers, without the forms for those who report something. */
  static List<Path> forReaders(Path root) throws IOException {
    return below(root).stream()
        .filter(file -> !root.relativize(file).startsWith(".github"))
        .toList();
  }
}

package io.github.goprims.correctness;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;

/** The compiled classes of the three modules, as they run here. */
final class LibraryClasses {

  /** Fewer than this cannot be all. */
  private static final int LEAST = 150;

  private LibraryClasses() {}

  /** Shows each class to {@code visitor}. */
  static void accept(ClassVisitor visitor) throws IOException, URISyntaxException {
    int seen = 0;
    for (Class<?> member : List.of(Channel.class, Context.class, Mutex.class)) {
      for (byte[] file : filesBeside(member)) {
        new ClassReader(file).accept(visitor, ClassReader.SKIP_FRAMES);
        seen++;
      }
    }
    if (seen < LEAST) {
      throw new AssertionError("only " + seen + " classes");
    }
  }

  /** From a folder or a jar: it depends on how far the build has gone. */
  private static List<byte[]> filesBeside(Class<?> member) throws IOException, URISyntaxException {
    Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return filesBelow(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return filesBelow(jar.getPath("/"));
    }
  }

  private static List<byte[]> filesBelow(Path folder) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          contents.add(Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }

  /** {@code io/x/Outer$Inner} as {@code Outer.Inner}. */
  static String shown(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
  }

  /** The method whose source a compiled method is in: that of a lambda is the one around it. */
  static String sourceMethod(String compiled) {
    return compiled.startsWith("lambda$")
        ? compiled.substring("lambda$".length(), compiled.lastIndexOf('$'))
        : compiled;
  }
}

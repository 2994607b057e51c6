package io.github.goprims.benchmarks.runner.page;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes results.json and what the programs of distributions leave. */
public final class RunFile {
  public static final String NAME = "results.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private RunFile() {}

  public static void write(Path folder, Run run) throws IOException {
    write(folder.resolve(NAME), (Object) run);
  }

  public static void writeDistributions(Path file, List<Distribution> distributions)
      throws IOException {
    write(file, distributions);
  }

  private static void write(Path file, Object value) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    Files.writeString(file, JSON.writer(printer).writeValueAsString(value) + "\n");
  }

  /** Reads the results in a folder. */
  static Run read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("no " + NAME + " in " + folder);
    }
    return JSON.readValue(file.toFile(), Run.class);
  }

  public static List<Distribution> readDistributions(Path file) throws IOException {
    return JSON.readValue(file.toFile(), new TypeReference<>() {});
  }
}

package io.github.goprims.examples.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.examples.relay.Journal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @Test
  void aLineThatWasCutDoesNotCount(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("journal");
    assertThat(Journal.read(path)).isEmpty();
    List<Entry> entries =
        List.of(new Entry(UUID.randomUUID(), "one"), new Entry(UUID.randomUUID(), "two"));
    try (Journal journal = new Journal(path)) {
      journal.append(entries);
    }
    Files.writeString(path, UUID.randomUUID() + " th", StandardOpenOption.APPEND);
    assertThat(Journal.read(path)).isEqualTo(entries);
  }
}

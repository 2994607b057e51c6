package io.github.goprims.examples.digesttree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HasherTest {

  @TempDir Path directory;
  private Entry entry;

  @BeforeEach
  void name() {
    entry = new Entry(directory.resolve("x"), Name.typed("x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_071, 131_072, 131_073, 1_000_000})
  void everyByteCountsWithAnyBufferSize(int size) throws Exception {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(entry.path(), content);

    assertThat(new Hasher(new Tally(), () -> false).hash(entry))
        .isEqualTo(new Result.Sum(sha256(content), size));
  }

  @Test
  void aFailureDoesNotTouchTheNextDigest() throws Exception {
    Files.write(entry.path(), new byte[] {1});
    Hasher hasher = new Hasher(new Tally(), () -> false);

    assertThat(hasher.hash(new Entry(directory, Name.typed("a directory"))))
        .isInstanceOf(Result.Failure.class);
    assertThat(hasher.hash(entry)).isEqualTo(new Result.Sum(sha256(new byte[] {1}), 1));
  }

  @Test
  void aFileThatIsGoneIsAFailure() {
    assertThat(new Hasher(new Tally(), () -> false).hash(entry))
        .isInstanceOfSatisfying(
            Result.Failure.class,
            failure -> assertThat(failure.reason()).isInstanceOf(NoSuchFileException.class));
  }

  @Test
  void aStopLeavesAFileUnfinished() throws Exception {
    Files.write(entry.path(), new byte[1_000_000]);
    Tally tally = new Tally();
    int[] rounds = {0};

    assertThat(new Hasher(tally, () -> rounds[0]++ == 2).hash(entry))
        .isEqualTo(new Result.Unfinished());
    assertThat(tally.progress()).startsWith("0 files, 0.2 MB");
  }

  private static String sha256(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}

package io.github.goprims.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's program in Kotlin, whose compiler reads the annotations of our classes and refuses a
 * call if it cannot find what they are.
 */
class KotlinUserTest {

  @Test
  void compilesWithoutAWarning(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("User.kt");
    Files.writeString(
        source,
        """
        import io.github.goprims.gochan.Channel
        import io.github.goprims.gochan.Select
        import io.github.goprims.gochan.ThrowingConsumer
        import io.github.goprims.gochan.ThrowingSupplier
        import io.github.goprims.gocontext.Context
        import io.github.goprims.gosync.Mutex
        import io.github.goprims.gosync.WaitGroup
        import java.time.Duration

        fun use(words: Channel<String>, context: Context): Int {
            val answer: String =
                Select.first<String, RuntimeException>(
                    Select.receive(words) { word -> word ?: "closed" },
                    Select.timeout(Duration.ofSeconds(1)) { "late" })
            val called: Int =
                context.call(ThrowingSupplier<Int, RuntimeException> { answer.length })
            val tasks = WaitGroup()
            tasks.go {
                words.forEachReceived(ThrowingConsumer<String, RuntimeException> { println(it) })
            }
            tasks.await()
            val mutex = Mutex()
            mutex.lock()
            mutex.unlock()
            return called + (words.tryReceive()?.length ?: 0)
        }
        """);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ExitCode code =
        new K2JVMCompiler()
            .exec(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                "-Werror",
                "-no-stdlib",
                "-no-reflect",
                "-jdk-home",
                System.getProperty("java.home"),
                "-classpath",
                UserClassPath.withKotlin(),
                "-d",
                folder.resolve("classes").toString(),
                source.toString());
    assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(folder.resolve("classes/UserKt.class")).exists();
  }
}

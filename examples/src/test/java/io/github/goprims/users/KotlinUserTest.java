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
        import io.github.goprims.gochan.Clause
        import io.github.goprims.gochan.Defer
        import io.github.goprims.gochan.Go
        import io.github.goprims.gochan.Select
        import io.github.goprims.gocontext.Context
        import io.github.goprims.gosync.Mutex
        import io.github.goprims.gosync.Once
        import io.github.goprims.gosync.Pool
        import io.github.goprims.gosync.WaitGroup
        import java.time.Duration

        fun choose(words: Channel<String>, context: Context): Int {
            val answer: String =
                Select.first(
                    Select.receive(words) { word -> word ?: "closed" },
                    Select.timeout(Duration.ofSeconds(1)) { "late" })
            Select.first(
                Select.receiveThen(words) { println(it) },
                Select.otherwiseThen { println("empty") })
            val clauses: List<Clause<Int, Exception>> =
                listOf(Select.send(words, "word") { 1 }, Select.otherwise { 0 })
            val called = context.call<_, Exception> { answer.length }
            return called + Select.first(clauses) + (words.tryReceive()?.length ?: 0)
        }

        fun work(words: Channel<String>, context: Context) {
            val tasks = WaitGroup()
            tasks.go { words.forEachReceived<Exception> { println(it.length) } }
            tasks.go("ranges") { context.forEachReceived<_, Exception>(words) { println(it.length) } }
            tasks.await()
            Go.go { for (word in words) println(word.length) }
            context.afterFunc { words.tryClose() }
            val mutex = Mutex()
            mutex.hold().use { Defer.scope().use { it.defer { words.close() } } }
            val builders = Pool.of { StringBuilder() }
            builders.put(builders.get().append(Once.value { 1 }.get() + 1))
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

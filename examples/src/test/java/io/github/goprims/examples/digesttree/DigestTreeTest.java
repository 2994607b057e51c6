package io.github.goprims.examples.digesttree;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program from outside: what it prints and how it ends, beside the standard tools. */
class DigestTreeTest {

  private static final String ODD_TREE =
      """
      set -e
      write() { mkdir -p "$(dirname "$1")"; printf '%s' "$1" > "$1"; }
      # spelled byte by byte, so that nothing depends on a locale
      raw() { write "$(printf "$1"; printf .txt)"; }

      write ./-dash; write ./--help; write ' leading'; write 'trailing '; write 'two  spaces'
      write "it's"; write '"quoted"'; write '$HOME `id` *?[x]'; write '%41'; write 'a#b;c&d|e<f>g'
      write 'back\\slash'; write '\\'; write '\\n'
      write $'line\\nfeed'; write $'\\n'; write $'carriage\\rreturn'; write $'tab\\tbell\\adel\\x7f'
      write $'all\\\\of\\nthem\\r/in one/x'
      raw '\\xc3\\xa9'                     # composed
      raw 'e\\xcc\\x81'                    # decomposed: another name
      raw '\\xf0\\x9f\\x90\\xb9'             # astral
      raw '\\xf0\\x9f\\x90\\xb9/\\xe6\\xb0\\xb4' # below a directory with such a name
      raw '\\xff\\xfe'                     # not UTF-8
      raw '\\xc3('                        # cut short
      raw '\\xed\\xa0\\x80'                 # half a pair of surrogates
      raw '\\xe9/latin1/\\xfc'
      raw '\\xc2\\x80'; raw '\\xef\\xbf\\xbd'; raw '\\xef\\xbb\\xbf'

      # name order is not path order
      for name in a.txt a-b a/x a/y/z 'a b' a0 aa/x A ab.d/x ab-d ab/x; do write "$name"; done

      mkdir -p empty/of/files; : > zero; : > .hidden
      mkdir .dir; write .dir/x
      head -c 131071 /dev/zero > size-; head -c 131072 /dev/zero > size; head -c 131073 /dev/zero > size+
      head -c 3000000 /dev/zero > large

      ln -s . loop; ln -s .. a/up; ln -s ../a a/self; ln -s a/x link; ln -s nowhere dangling
      ln a/x hard-link
      mkfifo pipe; mkfifo a/pipe
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void anyTreePrintsAsTheStandardToolsDo(String locale) throws Exception {
    create(ODD_TREE);
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
      Child child = Child.in(directory).locale(locale);

      Child.Ending ending = child.run();

      assertThat(ending.out()).isEqualTo(child.expected(".")).contains("\n\\");
      assertThat(ending.err())
          .startsWith("digest-tree: " + ending.out().lines().count() + " files, ")
          .endsWith(" 0 errors\n");
      assertThat(ending.status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "64"})
  void theNumberOfWorkersDoesNotShow(String workers) throws Exception {
    create(
        """
        for i in {1..300}; do
          mkdir -p $((i % 7)); head -c $((i * i * 3)) /dev/zero > $((i % 7))/$i
        done
        """);
    Child child = Child.in(directory);

    Child.Ending ending = child.run("--workers", workers);

    assertThat(ending.out()).isEqualTo(child.expected("."));
    assertThat(ending.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"top", "top//", "./top/../link", "./x", "to-x"})
  void namesBeginWithThePathAsTyped(String path) throws Exception {
    create(
        "mkdir -p top/a; echo 1 > top/a/b; echo 2 > top/c; echo 3 > x; ln -s top link; ln -s x to-x");
    Child child = Child.in(directory);

    Child.Ending ending = child.run(path);

    assertThat(ending.out()).isNotEmpty().isEqualTo(child.expected(path));
    assertThat(ending.status()).isZero();
  }

  @Test
  void aPathOutsideAsciiWorksInItsLocale() throws Exception {
    create("mkdir -p 'caf\u00e9/\u6c34'; echo x > 'caf\u00e9/\u6c34/\ud83d\udc39'");
    Child child = Child.in(directory);

    Child.Ending ending = child.run("caf\u00e9/\u6c34");

    assertThat(ending.out()).isNotEmpty().isEqualTo(child.expected("caf\u00e9/\u6c34"));
    assertThat(ending.status()).isZero();
  }

  @Test
  void aPathTheLocaleCannotExpressIsRefused() throws Exception {
    Child.Ending ending = Child.in(directory).locale("C").shell("\"$@\" $'caf\\xc3\\xa9'");

    assertThat(ending.out()).isEmpty();
    assertThat(ending.err())
        .startsWith("digest-tree: path unknown to this locale; try LC_ALL=C.UTF-8");
    assertThat(ending.status()).isEqualTo(2);
  }

  @Test
  void anEmptyDirectoryPrintsNothing() throws Exception {
    Child.Ending ending = Child.in(directory).run(".");

    assertThat(ending.out()).isEmpty();
    assertThat(ending.err()).startsWith("digest-tree: 0 files, 0 bytes, ");
    assertThat(ending.status()).isZero();
  }

  @Test
  void aMissingPathIsAnError() throws Exception {
    Child.Ending ending = Child.in(directory).run("no/such");

    assertThat(ending.out()).isEmpty();
    assertThat(ending.errorLines())
        .first()
        .isEqualTo("digest-tree: no/such: no such file or directory");
    assertThat(ending.errorLines()).last().asString().endsWith(" 1 error");
    assertThat(ending.status()).isEqualTo(1);
  }

  @Test
  void aSpecialFileIsAnErrorWithoutBlocking() throws Exception {
    create("mkfifo pipe; echo > file");

    assertThat(Child.in(directory).run("pipe").errorLines())
        .first()
        .isEqualTo("digest-tree: pipe: not a regular file or directory");
    assertThat(Child.in(directory).run("file/").errorLines())
        .first()
        .isEqualTo("digest-tree: file: not a directory");
  }

  @Test
  void unreadableFilesAreReportedInOrder() throws Exception {
    create(
        """
        mkdir -p closed/inside unsearchable d
        for f in a closed/inside/x unsearchable/x unsearchable/y d/file d/z 'l
        f' z; do echo "$f" > "$f"; done
        chmod 000 closed d/file 'l
        f'
        chmod 444 unsearchable
        """);
    try {
      Child child = Child.in(directory).unprivileged();

      Child.Ending ending = child.run(".");

      assertThat(ending.out()).isEqualTo(child.expected(".")).hasLineCount(3);
      assertThat(ending.errorLines().subList(0, 5))
          .containsExactly(
              "digest-tree: ./closed: permission denied",
              "digest-tree: ./d/file: permission denied",
              "digest-tree: ./l\\nf: permission denied",
              "digest-tree: ./unsearchable/x: permission denied",
              "digest-tree: ./unsearchable/y: permission denied");
      assertThat(ending.errorLines())
          .hasSize(6)
          .last()
          .asString()
          .matches("digest-tree: 3 files, .* 5 errors");
      assertThat(ending.status()).isEqualTo(1);
    } finally {
      create("chmod -R u+rwX .");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fast", "a b"})
  void wrongUsagePrintsTheUsageAndNothingElse(String arguments) throws Exception {
    Child.Ending ending = Child.in(directory).run(arguments.split(" "));

    assertThat(ending.out()).isEmpty();
    assertThat(ending.err()).startsWith("digest-tree: ").contains("\nusage: digest-tree ");
    assertThat(ending.status()).isEqualTo(2);
  }

  @Test
  void helpIsNoError() throws Exception {
    Child.Ending ending = Child.in(directory).run("--help");

    assertThat(ending.out()).startsWith("usage: digest-tree ");
    assertThat(ending.err()).isEmpty();
    assertThat(ending.status()).isZero();
  }

  @Test
  void progressIsTakenAwayBeforeErrorsAndSummary() throws Exception {
    Child.Ending ending = Child.in(directory).run("--progress=always", "none");

    assertThat(ending.err())
        .matches(
            "(\r\033\\[K0 files, 0\\.0 MB, 0\\.0 MB/s)+"
                + "\r\033\\[Kdigest-tree: none: no such file or directory\n"
                + "(\r\033\\[K0 files, 0\\.0 MB, 0\\.0 MB/s)*(\r\033\\[K)?"
                + "digest-tree: 0 files, 0 bytes, [0-9.]+ seconds, 1 error\n");
  }

  @Test
  void inATerminalProgressIsDrawnUnasked() throws Exception {
    create("echo x > x");
    String inTerminal = "script -qec \"$(printf '%q ' \"$@\") ARGUMENTS\" /dev/null";
    Child child = Child.in(directory);

    String both = child.shell(inTerminal.replace("ARGUMENTS", "")).out();
    String stderrOnly = child.shell(inTerminal.replace("ARGUMENTS", "> /dev/null")).out();
    String unwanted =
        child.shell(inTerminal.replace("ARGUMENTS", "--progress=never > /dev/null")).out();

    String line = child.expected("./x").replace("\n", "\r\n");
    String progress = "(\r\033\\[K(0 files|1 file), 0\\.0 MB, 0\\.0 MB/s)*\r\033\\[K";
    String summary = "digest-tree: 1 file, 2 bytes, [0-9.]+ seconds, 0 errors\r\n";
    assertThat(both).matches(progress + line + "(" + progress + ")?" + summary);
    assertThat(stderrOnly).matches(progress + summary);
    assertThat(unwanted).matches(summary);
  }

  @Test
  void outputThatFailsIsReported() throws Exception {
    create("echo x > x");
    Child.Ending ending = Child.in(directory).shell("\"$@\" > /dev/full");

    assertThat(ending.errorLines())
        .first()
        .isEqualTo("digest-tree: standard output: no space left on device");
    assertThat(ending.status()).isEqualTo(1);
  }

  private void create(String script) throws Exception {
    Process shell =
        new ProcessBuilder("bash", "-e", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String complaints = Child.read(shell.getInputStream());
    assertThat(shell.waitFor()).as(complaints).isZero();
  }
}

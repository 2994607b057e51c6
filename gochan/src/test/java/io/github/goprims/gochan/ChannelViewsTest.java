package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.source.util.JavacTask;
import io.github.goprims.gochan.testing.EveryCapacity;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import io.github.goprims.gochan.testing.ThreadKind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ChannelViewsTest {

  private static final Duration LONG = Duration.ofDays(1);

  @EveryCapacity
  @Spec({"CHAN-21", "CHAN-22"})
  void viewsDoWhatTheChannelDoes(int capacity) throws Exception {
    Channel<Integer> channel = Channel.make(capacity + 3);
    SendChannel<Integer> in = channel.sendOnly();
    ReceiveChannel<Integer> out = channel.receiveOnly();
    in.send(1);
    assertThat(in.send(2, LONG)).isTrue();
    assertThat(in.trySend(3)).isTrue();
    assertThat(in.length()).isEqualTo(3);
    assertThat(out.length()).isEqualTo(3);
    assertThat(in.capacity()).isEqualTo(capacity + 3);
    assertThat(out.capacity()).isEqualTo(capacity + 3);
    assertThat(out.receive()).isEqualTo(1);
    assertThat(out.receive(LONG)).isEqualTo(2);
    assertThat(out.tryReceive()).isEqualTo(3);

    assertThat(in.isClosed()).isFalse();
    in.send(4);
    in.close();
    assertThat(in.isClosed()).isTrue();
    assertThat(channel.isClosed()).isTrue();
    assertThat(in.tryClose()).isFalse();
    assertThat(out.isDrained()).isFalse();
    assertThat(out).containsExactly(4);
    assertThat(out.isDrained()).isTrue();
    assertThat(out.stream()).isEmpty();
  }

  @Test
  @Spec("CHAN-21")
  void closingAViewClosesTheChannel() {
    Channel<Integer> channel = Channel.<Integer>make().named("orders");
    assertThat(channel.sendOnly().tryClose()).isTrue();
    assertThatThrownBy(() -> channel.sendOnly().close())
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("close of closed channel: orders(length=0, capacity=0)");
  }

  @Test
  @Spec("CHAN-22")
  void viewsCannotBeCastBack() {
    Channel<Integer> channel = Channel.make();
    assertThat((Object) channel.sendOnly())
        .isNotInstanceOf(Channel.class)
        .isNotInstanceOf(ReceiveChannel.class);
    assertThat((Object) channel.receiveOnly())
        .isNotInstanceOf(Channel.class)
        .isNotInstanceOf(SendChannel.class);
  }

  @Test
  @Spec("CHAN-25")
  void channelEqualsItselfOnly() {
    Channel<Integer> channel = Channel.<Integer>make().named("twin");
    assertThat(channel).isEqualTo(channel).isNotEqualTo(Channel.<Integer>make().named("twin"));
    SendChannel<Integer> in = channel;
    ReceiveChannel<Integer> out = channel;
    assertThat((Object) in).isSameAs(out);
    assertThat(channel.named("renamed")).isSameAs(channel);
  }

  @Test
  @Spec("CHAN-25")
  void viewsOfTheSameDirectionAreEqual() {
    Channel<Integer> channel = Channel.make();
    Channel<Integer> other = Channel.make();
    assertThat(channel.sendOnly())
        .isEqualTo(channel.sendOnly())
        .hasSameHashCodeAs(channel.sendOnly())
        .isNotEqualTo(other.sendOnly())
        .isNotEqualTo(channel.receiveOnly())
        .isNotEqualTo(channel)
        .isNotEqualTo(null);
    assertThat((Object) channel.receiveOnly())
        .isEqualTo(channel.receiveOnly())
        .hasSameHashCodeAs(channel.receiveOnly())
        .isNotEqualTo(other.receiveOnly())
        .isNotEqualTo(channel.sendOnly())
        .isNotEqualTo(channel)
        .isNotEqualTo(null);
    assertThat(channel.equals((Object) channel.sendOnly())).isFalse();
    assertThat(channel.equals((Object) channel.receiveOnly())).isFalse();
  }

  @Test
  @Spec("CHAN-25")
  void channelsAndViewsAreKeys() {
    Map<Object, String> names = new HashMap<>();
    Channel<Integer> channel = Channel.make();
    names.put(channel, "channel");
    names.put(channel.sendOnly(), "in");
    names.put(channel.receiveOnly(), "out");
    channel.close(); // what changes must not matter
    assertThat(names.get(channel)).isEqualTo("channel");
    assertThat(names.get(channel.sendOnly())).isEqualTo("in");
    assertThat(names.get(channel.receiveOnly())).isEqualTo("out");
    assertThat(names).hasSize(3);
  }

  @EveryCapacity
  @Spec("CHAN-25")
  void channelsTravelOverChannels(int capacity) throws Exception {
    Channel<SendChannel<String>> requests = Channel.make(capacity);
    ThreadKind.VIRTUAL.start(
        "server", () -> requests.forEachReceived(replyTo -> replyTo.send("done")));
    for (int i = 0; i < 3; i++) {
      Channel<String> reply = Channel.make();
      requests.send(reply.sendOnly());
      assertThat(reply.receive()).isEqualTo("done");
    }
    requests.close();
  }

  private static final String NO_SUCH_METHOD = "compiler.err.cant.resolve.location.args";
  private static final String NOT_ITERABLE = "compiler.err.foreach.not.applicable.to.type";
  private static final String OTHER_TYPE = "compiler.err.prob.found.req";
  private static final String COMPILES = "compiles";

  @Test
  @Spec({"CHAN-21", "CHAN-22", "CHAN-23"})
  void theOtherDirectionDoesNotCompile() throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("both.close();", COMPILES);
    expected.put("in.close();", COMPILES);
    expected.put("out.close();", NO_SUCH_METHOD);
    expected.put("out.tryClose();", NO_SUCH_METHOD);
    expected.put("out.send(1);", NO_SUCH_METHOD);
    expected.put("out.trySend(1);", NO_SUCH_METHOD);
    expected.put("in.receive();", NO_SUCH_METHOD);
    expected.put("in.tryReceive();", NO_SUCH_METHOD);
    expected.put("for (Integer v : out) {}", COMPILES);
    expected.put("for (Integer v : in) {}", NOT_ITERABLE);
    expected.put("SendChannel<Integer> s = both;", COMPILES);
    expected.put("ReceiveChannel<Integer> r = both;", COMPILES);
    expected.put("Channel<Integer> c = in;", OTHER_TYPE);
    expected.put("Channel<Integer> c = out;", OTHER_TYPE);
    expected.put("SendChannel<Integer> s = out;", OTHER_TYPE);
    expected.put("ReceiveChannel<Integer> r = in;", OTHER_TYPE);

    assertThat(compile(List.copyOf(expected.keySet()))).isEqualTo(expected);
  }

  /** What the compiler says to each statement; all three kinds of reference are at hand. */
  private static Map<String, String> compile(List<String> statements) throws IOException {
    String parameters =
        "Channel<Integer> both, SendChannel<Integer> in, ReceiveChannel<Integer> out";
    StringBuilder source = new StringBuilder("import io.github.goprims.gochan.*; class Probe {\n");
    for (int i = 0; i < statements.size(); i++) {
      String method = "void probe%d(%s) throws Exception { %s }\n";
      source.append(method.formatted(i, parameters, statements.get(i)));
    }
    source.append("}\n");
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Probe.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
    JavacTask task = (JavacTask) compiler.getTask(null, null, errors, options, null, List.of(file));
    task.analyze(); // and write no class

    Map<String, String> answers = new LinkedHashMap<>();
    statements.forEach(statement -> answers.put(statement, COMPILES));
    errors
        .getDiagnostics()
        .forEach(
            error -> answers.put(statements.get((int) error.getLineNumber() - 2), error.getCode()));
    return answers;
  }
}

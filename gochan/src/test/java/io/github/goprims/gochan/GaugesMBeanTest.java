package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.testing.OwnJvm;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** The gauges as JMX shows them. */
class GaugesMBeanTest {

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @Test
  void anMBeanShowsWhatThereIsToRead() throws Exception {
    Gauges.registerMBean();
    Gauges.registerMBean(); // again
    ObjectName name = new ObjectName("io.github.goprims:type=Gauges");
    Channel<Integer> orders = Channel.make("j.orders", 4);
    orders.send(1);
    assertThat(
            Arrays.stream(server.getMBeanInfo(name).getAttributes())
                .map(MBeanFeatureInfo::getName)
                .collect(Collectors.toSet()))
        .contains("process.timers", "channel.j.orders.length", "channel.j.orders.receivers");
    assertThat(server.getAttribute(name, "channel.j.orders.length")).isEqualTo(1L);
    orders.send(2);
    String[] wanted = {"channel.j.orders.capacity", "channel.j.orders.length", "channel.j.gone.x"};
    assertThat(server.getAttributes(name, wanted).asList())
        .containsExactly(new Attribute(wanted[0], 4L), new Attribute(wanted[1], 2L));
    assertThatThrownBy(() -> server.getAttribute(name, "channel.j.gone.length"))
        .isInstanceOf(AttributeNotFoundException.class)
        .hasMessage("channel.j.gone.length");
    assertThatThrownBy(() -> server.setAttribute(name, new Attribute(wanted[1], 0L)))
        .isInstanceOf(AttributeNotFoundException.class);
    Reference.reachabilityFence(orders);
  }

  @Test
  void gaugesDoWithoutTheModuleOfJmx() throws Exception {
    assertThat(OwnJvm.outputOf(Program.class, "--limit-modules", "java.base"))
        .containsExactly(
            "[process, channel]",
            "this runtime has no java.management: start it with --add-modules java.management, or"
                + " put the module into its image");
  }

  /** The program of that process. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      Channel<Integer> channel = Channel.make("p-orders", 1);
      System.out.println(Gauges.read().stream().map(Gauges.Reading::kind).toList());
      try {
        Gauges.registerMBean();
      } catch (UnsupportedOperationException e) {
        System.out.println(e.getMessage());
      }
      Reference.reachabilityFence(channel);
    }
  }
}

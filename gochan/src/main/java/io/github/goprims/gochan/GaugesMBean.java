package io.github.goprims.gochan;

import java.lang.management.ManagementFactory;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The gauges for JMX; its attributes are what there is to read at the moment. Apart, since it is
 * the only class that needs the module {@code java.management}.
 */
final class GaugesMBean implements DynamicMBean {

  private GaugesMBean() {}

  /** Registers one, unless that has been done. */
  static void register() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new GaugesMBean(), new ObjectName("io.github.goprims:type=Gauges"));
    } catch (InstanceAlreadyExistsException e) {
      // One is enough: each of them reads all that its own copy of the library knows.
    } catch (JMException e) {
      throw new IllegalStateException("the gauges cannot be registered as an MBean", e);
    }
  }

  private static SortedMap<String, Long> attributes() {
    SortedMap<String, Long> attributes = new TreeMap<>();
    for (Gauges.Reading reading : Gauges.read()) {
      String object = reading.kind() + "." + (reading.name().isEmpty() ? "" : reading.name() + ".");
      reading.values().forEach((quantity, value) -> attributes.put(object + quantity, value));
    }
    return attributes;
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    Long value = attributes().get(attribute);
    if (value == null) {
      throw new AttributeNotFoundException(attribute);
    }
    return value;
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    SortedMap<String, Long> attributes = attributes();
    AttributeList found = new AttributeList();
    for (String name : names) {
      Long value = attributes.get(name);
      if (value != null) {
        found.add(new Attribute(name, value));
      }
    }
    return found;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return new MBeanInfo(
        GaugesMBean.class.getName(),
        "Named channels, locks and groups of goprims",
        attributes().keySet().stream()
            .map(name -> new MBeanAttributeInfo(name, "long", name, true, false, false))
            .toArray(MBeanAttributeInfo[]::new),
        null,
        null,
        null);
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " can only be read");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public @Nullable Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException(action);
  }
}

package io.github.goprims.benchmarks.runner.page;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes elements, of SVG and of HTML in the syntax of XML. */
final class Markup {
  private final StringWriter out = new StringWriter();
  private final XMLStreamWriter xml;

  Markup() {
    try {
      xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens an element; names and values of attributes in turn. */
  Markup open(String name, Object... attributes) {
    return run(
        () -> {
          xml.writeStartElement(name);
          attributes(attributes);
        });
  }

  Markup close() {
    return run(xml::writeEndElement);
  }

  Markup text(String text) {
    return run(() -> xml.writeCharacters(text));
  }

  /** An element with text alone, which may be empty. */
  Markup element(String name, String text, Object... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** An element without content. */
  Markup leaf(String name, Object... attributes) {
    return run(
        () -> {
          xml.writeEmptyElement(name);
          attributes(attributes);
        });
  }

  /** Markup that has been written before. */
  Markup include(String markup) {
    text(""); // ends the tag that may still be open
    xmlFlush();
    out.write(markup);
    return this;
  }

  Markup newLine() {
    return text("\n");
  }

  private void attributes(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      xml.writeAttribute(
          attributes[i].toString(),
          value instanceof Double number ? Numbers.coordinate(number) : value.toString());
    }
  }

  private void xmlFlush() {
    run(xml::flush);
  }

  private Markup run(Step step) {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // a StringWriter does not fail
    }
    return this;
  }

  @FunctionalInterface
  private interface Step {
    void run() throws XMLStreamException;
  }

  @Override
  public String toString() {
    xmlFlush();
    return out.toString();
  }
}

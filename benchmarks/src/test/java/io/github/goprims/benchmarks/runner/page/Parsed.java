package io.github.goprims.benchmarks.runner.page;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A drawing as a tool reads it; what is not well-formed fails here. */
final class Parsed {
  private final Document document;

  Parsed(Canvas.Drawing drawing) throws Exception {
    document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(drawing.alone())));
  }

  List<Element> elements(String tag, Predicate<Element> which) {
    NodeList found = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      Element element = (Element) found.item(i);
      if (which.test(element)) {
        elements.add(element);
      }
    }
    return elements;
  }

  List<Element> ofClass(String tag, String style) {
    return elements(tag, element -> List.of(style(element).split(" ")).contains(style));
  }

  List<String> texts() {
    return elements("text", text -> true).stream()
        .map(text -> text.getFirstChild().getTextContent())
        .toList();
  }

  static String style(Element element) {
    return element.getAttribute("class");
  }

  static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  double width() {
    return Double.parseDouble(viewBox()[2]);
  }

  double height() {
    return Double.parseDouble(viewBox()[3]);
  }

  private String[] viewBox() {
    return document.getDocumentElement().getAttribute("viewBox").split(" ");
  }

  /** Pairs of texts that lie upon each other, or a text that leaves the drawing. */
  List<String> faults() {
    List<Element> texts = elements("text", text -> true);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Box box = Box.of(texts.get(i));
      if (box.left < 0 || box.right > width() || box.bottom > height()) {
        faults.add("outside: " + box);
      }
      for (int j = 0; j < i; j++) {
        Box other = Box.of(texts.get(j));
        if (box.meets(other)) {
          faults.add(box + " upon " + other);
        }
      }
    }
    return faults;
  }

  private record Box(String text, double left, double right, double top, double bottom) {
    static Box of(Element element) {
      String text = element.getFirstChild().getTextContent();
      List<String> styles = List.of(style(element).split(" "));
      double size = size(styles);
      double width = Lettering.width(text, size);
      double x = number(element, "x");
      double left =
          switch (element.getAttribute("text-anchor")) {
            case "end" -> x - width;
            case "middle" -> x - width / 2;
            default -> x;
          };
      double y = number(element, "y");
      return new Box(text, left, left + width, y - size * 0.8, y + size * 0.2);
    }

    private static double size(List<String> styles) {
      if (styles.contains("title")) {
        return Style.BOLD_TITLE;
      }
      if (styles.contains("name")) {
        return Style.BOLD_NAME;
      }
      return styles.contains("ours") || styles.contains("word") ? Style.BOLD_TEXT : Style.TEXT;
    }

    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }
}

package dev.atlasrestore.verification.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An element of an XML file, for example of a POM. */
record Pom(Element element) {

  static Pom read(Path file) {
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  /** Returns the child elements with this name. */
  List<Pom> children(String name) {
    List<Pom> children = new ArrayList<>();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element found && found.getTagName().equals(name)) {
        children.add(new Pom(found));
      }
    }
    return children;
  }

  /** Returns the elements on this path of names. */
  List<Pom> all(String... path) {
    List<Pom> found = List.of(this);
    for (String name : path) {
      found = found.stream().flatMap(parent -> parent.children(name).stream()).toList();
    }
    return found;
  }

  /** Returns the text of the first element on this path of names, unless it is blank. */
  Optional<String> text(String... path) {
    return all(path).stream()
        .findFirst()
        .map(found -> found.element.getTextContent().strip())
        .filter(text -> !text.isEmpty());
  }
}

package dev.atlasrestore.verification.architecture;

import dev.atlasrestore.verification.architecture.TestResult.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Reads the Surefire reports of the last build.
 *
 * <p>A report that is older than the compiled test class is ignored: it describes another test.
 */
final class TestReport {

  private static final Pattern NAME = Pattern.compile("(\\w+)(?:\\(\\w+\\)\\[(\\d+)])?");
  private static final Pattern NOT_KEPT = Pattern.compile(": not kept: (.*)");

  private TestReport() {}

  /** Returns the results of a test class; empty if it has not run since it was compiled. */
  static List<TestResult> read(Path module, String testClass) {
    Path target = module.resolve("target");
    Path report = target.resolve("surefire-reports/TEST-" + testClass + ".xml");
    Path compiled = target.resolve("test-classes/" + testClass.replace('.', '/') + ".class");
    try {
      return isCurrent(report, compiled) ? read(report) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("Cannot parse the report " + report, e);
    }
  }

  private static boolean isCurrent(Path report, Path compiled) throws IOException {
    return Files.exists(report)
        && Files.exists(compiled)
        && Files.getLastModifiedTime(report).compareTo(Files.getLastModifiedTime(compiled)) >= 0;
  }

  private static List<TestResult> read(Path report)
      throws IOException, ParserConfigurationException, SAXException {
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    List<TestResult> results = new ArrayList<>();
    for (int i = 0; i < cases.getLength(); i++) {
      result((Element) cases.item(i)).ifPresent(results::add);
    }
    return List.copyOf(results);
  }

  private static Optional<TestResult> result(Element testcase) {
    Matcher name = NAME.matcher(testcase.getAttribute("name"));
    if (!name.matches()) {
      return Optional.empty();
    }
    int index = name.group(2) == null ? 0 : Integer.parseInt(name.group(2)) - 1;
    Optional<String> skipped = text(testcase, "skipped");
    Matcher notKept = NOT_KEPT.matcher(skipped.orElse(""));
    Optional<String> reason =
        notKept.find() ? Optional.of(notKept.group(1).strip()) : Optional.empty();
    Outcome outcome = Outcome.KEPT;
    if (text(testcase, "failure").isPresent() || text(testcase, "error").isPresent()) {
      outcome = Outcome.FAILED;
    } else if (skipped.isPresent()) {
      outcome = reason.isPresent() ? Outcome.NOT_KEPT : Outcome.SKIPPED;
    }
    return Optional.of(new TestResult(name.group(1), index, outcome, reason));
  }

  private static Optional<String> text(Element testcase, String child) {
    NodeList found = testcase.getElementsByTagName(child);
    if (found.getLength() == 0) {
      return Optional.empty();
    }
    Element element = (Element) found.item(0);
    return Optional.of(element.getAttribute("message") + "\n" + element.getTextContent());
  }
}

package dev.atlasrestore.verification.contract;

import dev.atlasrestore.verification.contract.Finding.Result;
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
 * What the build wrote down about the last run of a test class.
 *
 * <p>A report that is older than the compiled test is about another test: it counts as none.
 */
final class Report {

  private static final Pattern NAME = Pattern.compile("(\\w+)(?:\\(\\w+\\)\\[(\\d+)])?");
  private static final Pattern NOT_KEPT = Pattern.compile(": not kept: (.*)");

  private Report() {}

  /** What was found; empty if the test has not been run since it was compiled. */
  static List<Finding> of(Path module, String testClass) {
    Path target = module.resolve("target");
    Path report = target.resolve("surefire-reports/TEST-" + testClass + ".xml");
    Path compiled = target.resolve("test-classes/" + testClass.replace('.', '/') + ".class");
    try {
      return isAbout(report, compiled) ? read(report) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("no report: " + report, e);
    }
  }

  private static boolean isAbout(Path report, Path compiled) throws IOException {
    return Files.exists(report)
        && Files.exists(compiled)
        && Files.getLastModifiedTime(report).compareTo(Files.getLastModifiedTime(compiled)) >= 0;
  }

  private static List<Finding> read(Path report)
      throws IOException, ParserConfigurationException, SAXException {
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < cases.getLength(); i++) {
      finding((Element) cases.item(i)).ifPresent(findings::add);
    }
    return List.copyOf(findings);
  }

  private static Optional<Finding> finding(Element testcase) {
    Matcher name = NAME.matcher(testcase.getAttribute("name"));
    if (!name.matches()) {
      return Optional.empty();
    }
    int turn = name.group(2) == null ? 0 : Integer.parseInt(name.group(2)) - 1;
    Optional<String> skipped = text(testcase, "skipped");
    Matcher notKept = NOT_KEPT.matcher(skipped.orElse(""));
    Optional<String> reason =
        notKept.find() ? Optional.of(notKept.group(1).strip()) : Optional.empty();
    Result result = Result.KEPT;
    if (text(testcase, "failure").isPresent() || text(testcase, "error").isPresent()) {
      result = Result.BROKEN;
    } else if (skipped.isPresent()) {
      result = reason.isPresent() ? Result.NOT_KEPT : Result.NOT_ASKED;
    }
    return Optional.of(new Finding(name.group(1), turn, result, reason));
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

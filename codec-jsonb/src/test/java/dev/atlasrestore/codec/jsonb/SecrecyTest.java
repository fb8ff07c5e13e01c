package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.Reading.minimal;
import static dev.atlasrestore.codec.jsonb.Reading.withMember;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.DecodingException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing of a body comes out in a refusal or a log, be it value, name or snippet. */
class SecrecyTest {

  private static final String SECRET = "s3cr3t";
  private static final String QUOTED = "\"" + SECRET + "\"";

  static Stream<String> documents() {
    return Stream.of(
        SECRET,
        QUOTED,
        "<html>" + SECRET + "</html>",
        "[" + QUOTED + "]",
        "{" + SECRET,
        "{" + QUOTED,
        "{" + QUOTED + ":" + SECRET + "}",
        "{\"x\":" + QUOTED + ":" + QUOTED + "}",
        "{\"x\":" + QUOTED,
        "{\"x\":\"" + SECRET + "\\x\"}",
        "{\"x\":\"" + SECRET + "\n\"}",
        "{\"x\":\"\u00ff" + SECRET + "\"}",
        minimal() + SECRET,
        minimal() + withMember("id", QUOTED),
        minimal(QUOTED + ":1", QUOTED + ":2"),
        minimal("\"delivery\":{" + QUOTED + ":1," + QUOTED + ":2}"),
        minimal("\"x\":" + ("{" + QUOTED + ":").repeat(100)),
        minimal("\"links\":[" + QUOTED + "]"),
        withMember("id", "null").replace("null", "null,\"url\":" + QUOTED),
        withMember("id", "[" + QUOTED + "]"),
        withMember("id", "{" + QUOTED + ":" + QUOTED + "}"),
        withMember("id", QUOTED + ",\"id\":" + QUOTED),
        withMember("clusterName", "\"" + SECRET + "\\ud800\""),
        withMember("created", QUOTED),
        withMember("created", "\"2026-05-04T03:02:01Z" + SECRET + "\""),
        withMember("pointInTime", QUOTED),
        withMember("timestamp", QUOTED),
        withMember("timestamp.increment", QUOTED),
        withMember("delivery", QUOTED),
        withMember("delivery.expirationHours", QUOTED),
        "{\"status\":" + QUOTED + ",\"content\":" + minimal() + "}",
        "{\"status\":200,\"content\":" + QUOTED + "}",
        "{\"status\":200,\"content\":" + minimal() + ",\"envelope\":" + QUOTED + "}");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aRefusalShowsNothingOfTheBody(String json) {
    for (byte[] body : List.of(json.getBytes(UTF_8), json.getBytes(ISO_8859_1))) {
      DecodingException refusal = Reading.refused(body);
      StringWriter trace = new StringWriter();
      refusal.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain(SECRET).doesNotContain("s3c");
      assertThat(refusal.member().orElse("")).doesNotContain(SECRET);
    }
  }

  @Test
  void theProvidersLogNothing() {
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record.getLoggerName() + ": " + record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    Level level = root.getLevel();
    root.setLevel(Level.ALL);
    root.addHandler(handler);
    handler.setLevel(Level.ALL);
    try {
      documents().forEach(Reading::refused);
      Reading.job(JobShapes.AUTH_HEADER);
    } finally {
      root.removeHandler(handler);
      root.setLevel(level);
    }
    assertThat(logged).filteredOn(line -> !line.startsWith("org.junit")).isEmpty();
  }

  @Test
  void aDocumentShowsNothingOfTheBody() {
    assertThat(Reading.read(withMember("delivery.url", QUOTED)).toString()).doesNotContain(SECRET);
  }
}

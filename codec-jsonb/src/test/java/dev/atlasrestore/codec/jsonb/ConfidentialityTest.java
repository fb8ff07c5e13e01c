package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
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

/** Tests that exceptions and logs contain no text of a body: no value, no name, no excerpt. */
class ConfidentialityTest {

  private static final String SECRET = "s3cr3t";
  private static final String QUOTED = "\"" + SECRET + "\"";

  static Stream<String> undecodable() {
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
        minimalJob() + SECRET,
        minimalJob() + jobWith("id", QUOTED),
        minimalJob("\"x\":" + ("{" + QUOTED + ":").repeat(100)),
        jobWith("id", "null").replace("null", "null,\"url\":" + QUOTED),
        jobWith("id", "[" + QUOTED + "]"),
        jobWith("id", "{" + QUOTED + ":" + QUOTED + "}"),
        jobWith("id", QUOTED + ",\"id\":" + QUOTED),
        jobWith("created", QUOTED),
        jobWith("created", "\"2026-05-04T03:02:01Z" + SECRET + "\""),
        "{\"status\":" + QUOTED + ",\"content\":" + minimalJob() + "}",
        "{\"status\":200,\"content\":" + QUOTED + "}",
        "{\"status\":200,\"content\":" + minimalJob() + ",\"envelope\":" + QUOTED + "}");
  }

  /** Jobs in which the secret is an unknown name or is in an unreadable member. */
  static Stream<String> unreadable() {
    return Stream.of(
        minimalJob(QUOTED + ":1", QUOTED + ":2"),
        minimalJob("\"delivery\":{" + QUOTED + ":1," + QUOTED + ":2}"),
        minimalJob("\"links\":[" + QUOTED + "]"),
        jobWith("clusterName", "\"" + SECRET + "\\ud800\""),
        jobWith("pointInTime", QUOTED),
        jobWith("timestamp", QUOTED),
        jobWith("timestamp.increment", QUOTED),
        jobWith("delivery", QUOTED),
        jobWith("delivery.expirationHours", QUOTED),
        jobWith("delivery.expires", QUOTED),
        minimalJob("\"links\":[{\"href\":{" + QUOTED + ":" + QUOTED + "}}]"));
  }

  @ParameterizedTest
  @MethodSource("undecodable")
  void exceptionContainsNoTextOfTheBody(String json) {
    for (byte[] body : List.of(json.getBytes(UTF_8), json.getBytes(ISO_8859_1))) {
      DecodingException error = CodecFixture.decodingError(body);
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain(SECRET).doesNotContain("s3c");
      assertThat(error.member().orElse("")).doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void unreadablePathsContainNoTextOfTheBody(String json) {
    RestoreJob job = CodecFixture.decodeJob(json);
    assertThat(job.unreadable()).noneMatch(path -> path.contains(SECRET));
    assertThat(job.toString()).doesNotContain(SECRET);
  }

  @Test
  void providersLogNothing() {
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
      undecodable().forEach(CodecFixture::decodingError);
      unreadable().forEach(CodecFixture::decodeJob);
      CodecFixture.decodeJob(JobDocuments.AUTH_HEADER);
    } finally {
      root.removeHandler(handler);
      root.setLevel(level);
    }
    assertThat(logged).filteredOn(line -> !line.startsWith("org.junit")).isEmpty();
  }

  @Test
  void documentToStringContainsNoTextOfTheBody() {
    assertThat(CodecFixture.decode(jobWith("delivery.url", QUOTED)).toString())
        .doesNotContain(SECRET);
  }
}

package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fake Atlas with one finished job, and a port that is connected to it. {@link #close()} closes
 * the port, and checks that it leaves no connection open.
 */
final class PortFixture implements AutoCloseable {

  static final RestoreJobRef REF = RestoreJobFixtures.ref();
  static final RestoreJob JOB = RestoreJobFixtures.finished();
  static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();

  /** Longer than every pause between requests in these tests. */
  private static final Duration MOMENT = Duration.ofMillis(300);

  private static final Pattern DIGEST_SECRETS = Pattern.compile("(?:response|cnonce)=\"([^\"]+)\"");

  private final FakeAtlas atlas;
  private final OpenPort port;
  private final ApiKey key;
  private final Queue<CallEvent> events;
  private final boolean checksConnections;
  private final Duration patience;

  PortFixture(
      FakeAtlas atlas,
      OpenPort port,
      ApiKey key,
      Queue<CallEvent> events,
      boolean checksConnections,
      Duration patience) {
    this.atlas = atlas;
    this.port = port;
    this.key = key;
    this.events = events;
    this.checksConnections = checksConnections;
    this.patience = patience;
  }

  FakeAtlas atlas() {
    return atlas;
  }

  OpenPort port() {
    return port;
  }

  /** Makes the first call of the client, so that its next call already has a nonce. */
  void warm() {
    assertReads(JOB);
    atlas.forgetRequests();
  }

  /** Returns the events of all calls so far, in order. */
  List<CallEvent> events() {
    return List.copyOf(events);
  }

  void assertReads(RestoreJob job) {
    assertEquals(job, port.get(REF));
  }

  /** Checks the number of requests since the last check. */
  void assertRequests(int expected, String description) {
    assertEquals(expected, atlas.requests().size(), () -> description + ": " + atlas.requests());
    atlas.forgetRequests();
  }

  void awaitRequests(int count) throws InterruptedException {
    assertTrue(
        atlas.awaitRequests(count, patience),
        () -> "expected " + count + " requests, received " + atlas.requests());
  }

  /** Checks that no more request arrives. */
  void assertQuiet() throws InterruptedException {
    assertQuiet(MOMENT);
  }

  /**
   * Checks that at most one more request arrives. A request that was on its way at the deadline may
   * arrive after it.
   */
  void assertQuietAfterDeadline() throws InterruptedException {
    int before = atlas.requests().size();
    assertFalse(
        atlas.awaitRequests(before + 2, MOMENT),
        () ->
            "requests after the end: " + atlas.requests().subList(before, atlas.requests().size()));
  }

  /** Checks that no more request arrives within this time. */
  void assertQuiet(Duration time) throws InterruptedException {
    int before = atlas.requests().size();
    assertFalse(
        atlas.awaitRequests(before + 1, time),
        () ->
            "requests after the end: " + atlas.requests().subList(before, atlas.requests().size()));
  }

  /**
   * Checks that a cancelled call sends nothing more. The read in between ensures that a request of
   * the cancelled call that was on its way has arrived.
   */
  void assertNothingFollows(String description) throws InterruptedException {
    RestoreJobRef other = RestoreJobFixtures.ref(777);
    atlas.put(other, JOB);
    assertEquals(RestoreJobFixtures.withIdsOf(other, JOB), port.get(other), description);
    assertQuiet();
  }

  /** Makes a read that must fail with this type. Checks that the exception shows no secret. */
  <E extends AtlasException> E failure(Class<E> type) {
    E error = assertThrows(type, () -> port.get(REF));
    assertShowsNoSecret(error);
    return error;
  }

  /** Checks that the exception, its causes and their stack traces show no secret. */
  void assertShowsNoSecret(Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    assertShowsNoSecret(trace.toString());
  }

  void assertShowsNoSecret(String text) {
    assertFalse(text.contains(key.privateKey()), () -> "shows the private key: " + text);
    assertFalse(text.contains("s3cr3t"), () -> "shows a secret of the response: " + text);
    for (SeenRequest request : atlas.requests()) {
      for (String credentials : request.headers("Authorization")) {
        Matcher secrets = DIGEST_SECRETS.matcher(credentials);
        while (secrets.find()) {
          assertFalse(text.contains(secrets.group(1)), () -> "shows credentials: " + text);
        }
      }
    }
  }

  /** Returns the delays before all retries so far, in order. */
  List<Duration> retryDelays() {
    return events.stream()
        .filter(CallEvent.Retried.class::isInstance)
        .map(event -> ((CallEvent.Retried) event).delay())
        .toList();
  }

  @Override
  public void close() {
    try (atlas) {
      port.close();
      assertTrue(
          !checksConnections || isWithoutConnections(), "the closed client left connections open");
    }
  }

  private boolean isWithoutConnections() {
    try {
      return atlas.awaitNoConnections(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

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
 * A fake Atlas that holds one finished job, and a port to it. Closing it closes the port, and sees
 * to it that no connection stays open behind it.
 */
final class PortScene implements AutoCloseable {

  static final RestoreJobRef REF = RestoreJobFixtures.ref();
  static final RestoreJob JOB = RestoreJobFixtures.finished();

  private static final Duration A_MOMENT = Duration.ofMillis(300);

  private static final Pattern SECRETS_OF_DIGEST =
      Pattern.compile("(?:response|cnonce)=\"([^\"]+)\"");

  private final FakeAtlas atlas;
  private final OpenPort port;
  private final ApiKey key;
  private final Queue<CallEvent> events;
  private final boolean leavesNothingOpen;
  private final Duration patience;

  PortScene(
      FakeAtlas atlas,
      OpenPort port,
      ApiKey key,
      Queue<CallEvent> events,
      boolean leavesNothingOpen,
      Duration patience) {
    this.atlas = atlas;
    this.port = port;
    this.key = key;
    this.events = events;
    this.leavesNothingOpen = leavesNothingOpen;
    this.patience = patience;
  }

  FakeAtlas atlas() {
    return atlas;
  }

  OpenPort port() {
    return port;
  }

  /** The first call of a client, so that the next one finds a remembered nonce. */
  void warm() {
    assertReads(JOB);
    atlas.forgetRequests();
  }

  void assertReads(RestoreJob job) {
    assertEquals(job, port.get(REF));
  }

  /** So many requests since the last look. */
  void assertRequests(int expected, String what) {
    assertEquals(expected, atlas.requests().size(), () -> what + ": " + atlas.requests());
    atlas.forgetRequests();
  }

  void awaitRequests(int count) throws InterruptedException {
    assertTrue(atlas.awaitRequests(count, patience), () -> "too few came: " + atlas.requests());
  }

  /** No request comes any more, for longer than any pause of these rules. */
  void assertQuiet() throws InterruptedException {
    assertQuiet(A_MOMENT);
  }

  /**
   * The same behind a deadline: the request that was under way when time ran out may be seen late.
   */
  void assertQuietBehindDeadline() throws InterruptedException {
    int before = atlas.requests().size();
    assertFalse(
        atlas.awaitRequests(before + 2, A_MOMENT),
        () -> "sent after the end: " + atlas.requests().subList(before, atlas.requests().size()));
  }

  /** No request comes for that long. */
  void assertQuiet(Duration time) throws InterruptedException {
    int before = atlas.requests().size();
    assertFalse(
        atlas.awaitRequests(before + 1, time),
        () -> "sent after the end: " + atlas.requests().subList(before, atlas.requests().size()));
  }

  /**
   * Nothing but what is asked for now is sent any more. The read in between comes behind whatever
   * was on its way when the call was given up.
   */
  void assertNothingFollows(String what) throws InterruptedException {
    RestoreJobRef other = RestoreJobFixtures.ref(777);
    atlas.put(other, JOB);
    assertEquals(JOB, port.get(other), what);
    assertQuiet();
  }

  /** A read fails with this very type, and shows no secret. */
  <E extends AtlasException> E refused(Class<E> type) {
    E error = assertThrows(type, () -> port.get(REF));
    assertHoldsNoSecret(error);
    return error;
  }

  /** Row 25: no secret in what an exception and all behind it say. */
  void assertHoldsNoSecret(Throwable error) {
    StringWriter everything = new StringWriter();
    error.printStackTrace(new PrintWriter(everything));
    assertHoldsNoSecret(everything.toString());
  }

  void assertHoldsNoSecret(String text) {
    assertFalse(text.contains(key.privateKey()), () -> "shows the private key: " + text);
    assertFalse(text.contains("s3cr3t"), () -> "shows a secret of the answer: " + text);
    for (SeenRequest request : atlas.requests()) {
      for (String credentials : request.headers("Authorization")) {
        Matcher secrets = SECRETS_OF_DIGEST.matcher(credentials);
        while (secrets.find()) {
          assertFalse(text.contains(secrets.group(1)), () -> "shows credentials: " + text);
        }
      }
    }
  }

  /** The pauses before attempts were repeated, so far. */
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
          !leavesNothingOpen || isWithoutConnections(),
          "connections stayed open behind a closed port");
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

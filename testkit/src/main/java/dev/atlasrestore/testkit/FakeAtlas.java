package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A fake Atlas on a free port of 127.0.0.1: real HTTP/1.1, a digest check of its own, the service's
 * answers and errors, and scripted faults. Needs no JUnit; {@link FakeAtlasExtension} is for JUnit
 * 5.
 *
 * <pre>{@code
 * try (FakeAtlas atlas = FakeAtlas.start()) {
 *   atlas.put(ref, RestoreJobFixtures.finished());
 *   atlas.script(ref, Reply.status(503), Reply.drop());   // then the stored job again
 *   ... AtlasConfig config = atlas.config(); ...
 *   atlas.requests();                                      // what it saw
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. {@link #close()} closes every connection and ends every thread.
 */
public final class FakeAtlas implements AutoCloseable {

  private static final String BASE_PATH = "/api/atlas/v1.0";

  private final FakeServer server;
  private final ApiKey key;
  private final Map<String, Deque<String>> jobs = new HashMap<>();
  private final Map<String, Deque<Reply>> scripts = new HashMap<>();
  private final Deque<Reply> scriptForAll = new ArrayDeque<>();
  private DigestRules rules;
  private DigestGate gate;

  private FakeAtlas(ApiKey key, DigestRules rules) {
    this.key = key;
    this.rules = rules;
    this.gate = new DigestGate(key, rules);
    this.server = new FakeServer(this::reply);
  }

  /** Starts a tolerant one that challenges as Atlas does. */
  public static FakeAtlas start() {
    return start(DigestRules.of(ChallengeShape.MD5));
  }

  /** Starts one with these digest rules. */
  public static FakeAtlas start(DigestRules rules) {
    return start(rules, new ApiKey("fakepublickey", "fake-private-key-0123456789"));
  }

  /** Starts one with these digest rules that knows this key. */
  public static FakeAtlas start(DigestRules rules, ApiKey key) {
    return new FakeAtlas(
        Objects.requireNonNull(key, "key"), Objects.requireNonNull(rules, "rules"));
  }

  /** Its address and its key, everything else by default. */
  public AtlasConfig config() {
    return AtlasConfig.of(baseUri(), key);
  }

  /** Its address, with the path in front of {@code /groups}. */
  public URI baseUri() {
    return URI.create(server.uri() + BASE_PATH);
  }

  /**
   * Stores a job, or its successive states: each read gives the next one, and the last one for
   * ever.
   */
  public void put(RestoreJobRef ref, RestoreJob job, RestoreJob... later) {
    String[] texts = Arrays.stream(later).map(JobJson::job).toArray(String[]::new);
    putJson(ref, JobJson.job(job), texts);
  }

  /**
   * Stores a body as it is, or successive ones: each read gives the next one, and the last one for
   * ever.
   */
  public synchronized void putJson(RestoreJobRef ref, String json, String... later) {
    Deque<String> states = new ArrayDeque<>(List.of(json));
    states.addAll(List.of(later));
    jobs.put(path(ref), states);
  }

  /**
   * Answers the next requests for this job by these replies, in turn, then as before. A scripted
   * reply stands in for the whole answer: no credentials are checked for it, unless it is {@link
   * Reply#honest()}.
   */
  public synchronized void script(RestoreJobRef ref, Reply... replies) {
    scripts.computeIfAbsent(path(ref), p -> new ArrayDeque<>()).addAll(List.of(replies));
  }

  /** Answers the next requests for anything by these replies, in turn, then as before. */
  public synchronized void script(Reply... replies) {
    scriptForAll.addAll(List.of(replies));
  }

  /** Changes the digest rules; nonces given out before are unknown from now on. */
  public synchronized void digest(DigestRules changed) {
    rules = changed;
    gate = new DigestGate(key, rules);
  }

  /** Makes every nonce unknown, as a restart would. */
  public synchronized void forgetNonces() {
    gate.forgetNonces();
  }

  /** What it saw, in the order of arrival. */
  public List<SeenRequest> requests() {
    return server.requests();
  }

  /** Forgets what it saw. */
  public void forgetRequests() {
    server.forgetRequests();
  }

  /** How many connections were made in all. */
  public int connections() {
    return server.connections();
  }

  /** How many connections are open now. */
  public int openConnections() {
    return server.openConnections();
  }

  /** Closes every open connection from its side; new ones are still accepted. */
  public void dropConnections() {
    server.dropConnections();
  }

  /** Waits until that many requests have come in all; says whether they have. */
  public boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return server.awaitRequests(count, atMost);
  }

  /** Waits until no connection is open; says whether that is so. */
  public boolean awaitNoConnections(Duration atMost) throws InterruptedException {
    return server.awaitOpenConnections(0, atMost);
  }

  /** The raw path of a job, as a client must send it. */
  public static String path(RestoreJobRef ref) {
    String cluster =
        URLEncoder.encode(ref.cluster(), StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A")
            .replace("%7E", "~");
    return BASE_PATH
        + "/groups/"
        + ref.groupId()
        + "/clusters/"
        + cluster
        + "/restoreJobs/"
        + ref.jobId();
  }

  private synchronized Reply reply(Wire.Head request) {
    String[] target = request.target().split("\\?", 2);
    Optional<Reply> scripted =
        next(scriptForAll).or(() -> next(scripts.getOrDefault(target[0], new ArrayDeque<>())));
    return resolved(scripted.orElseGet(Reply::honest), request, target);
  }

  private Reply resolved(Reply reply, Wire.Head request, String[] target) {
    if (reply instanceof Reply.Honest) {
      return honest(request, target);
    }
    if (reply instanceof Reply.Stale) {
      return Reply.challenge(gate.stale());
    }
    if (reply instanceof Reply.Informational informational) {
      return new Reply.Informational(
          informational.statuses(), resolved(informational.then(), request, target));
    }
    return reply instanceof Reply.Delayed delayed
        ? Reply.delayed(delayed.delay(), resolved(delayed.then(), request, target))
        : reply;
  }

  private static Optional<Reply> next(Deque<Reply> script) {
    return Optional.ofNullable(script.poll());
  }

  private Reply honest(Wire.Head request, String[] target) {
    List<String> authorizations =
        request.headers().stream().filter(f -> f.is("Authorization")).map(f -> f.value()).toList();
    DigestGate.Verdict verdict = gate.check(request.method(), request.target(), authorizations);
    if (verdict instanceof DigestGate.Challenged challenged) {
      Reply refusal =
          Reply.challenge(challenged.challenge())
              .header("Content-Type", "application/json")
              .body(
                  "{\"detail\":\"You are not authorized for this resource.\",\"error\":401,\"reason\":\"Unauthorized\"}");
      return rules.challengeDelay().isZero()
          ? refusal
          : Reply.delayed(rules.challengeDelay(), refusal);
    }
    if (verdict instanceof DigestGate.Malformed malformed) {
      return Reply.error(400, "MALFORMED_CREDENTIALS", malformed.why());
    }
    Reply.Answer answer = answer(target[0], target.length > 1 ? target[1] : "");
    return ((DigestGate.Granted) verdict)
        .info()
        .map(info -> answer.header("Authentication-Info", info))
        .orElse(answer);
  }

  private Reply.Answer answer(String path, String query) {
    List<String> options = query.isEmpty() ? List.of() : List.of(query.split("&", -1));
    if (!List.of("pretty=true", "envelope=true", "pretty=false", "envelope=false")
        .containsAll(options)) {
      return Reply.error(400, "INVALID_QUERY_PARAMETER", "Invalid query parameter.");
    }
    Reply.Answer answer = read(path);
    String body =
        options.contains("envelope=true")
            ? JobJson.enveloped(answer.status(), answer.body())
            : answer.body();
    return answer.body(options.contains("pretty=true") ? JobJson.pretty(body) : body);
  }

  private Reply.Answer read(String path) {
    Deque<String> states = jobs.get(path);
    if (states != null) {
      return Reply.json(states.size() > 1 ? states.removeFirst() : states.getFirst());
    }
    String cluster = path.replaceFirst("/restoreJobs/[^/]*$", "/");
    String group = path.replaceFirst("/clusters/.*", "/");
    if (jobs.keySet().stream().anyMatch(known -> known.startsWith(cluster))) {
      return Reply.error(
          404, "RESTORE_JOB_NOT_FOUND", "No restore job with this id exists in the cluster.");
    }
    return jobs.keySet().stream().anyMatch(known -> known.startsWith(group))
        ? Reply.error(404, "CLUSTER_NOT_FOUND", "No cluster with this name exists in the group.")
        : Reply.error(404, "GROUP_NOT_FOUND", "No group with this id exists.");
  }

  @Override
  public void close() {
    server.close();
  }
}

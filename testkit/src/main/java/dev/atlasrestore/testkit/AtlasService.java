package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.testkit.internal.AtlasPath;
import dev.atlasrestore.testkit.internal.RequestHead;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The service behind a fake Atlas. A scripted reply comes first. Without one, the service checks
 * the rate limit, then the credentials, and then reads the job or the list. The links of archives
 * need no credentials of the API.
 */
final class AtlasService implements ExchangeHandler {

  private static final String UNAUTHORIZED =
      "{\"detail\":\"You are not authorized for this resource.\",\"error\":401,\"reason\":\"Unauthorized\"}";

  private final String basePath;
  private final ApiKey key;
  private final InstantSource clock;
  private final Optional<RateLimit> rateLimit;
  private final ScriptedReplies scripts = new ScriptedReplies();
  private final JobStore jobs = new JobStore();
  private final List<FakeArchive> archives = new CopyOnWriteArrayList<>();
  private final DigestRules firstRules;
  private final Map<String, Reply> resources = new ConcurrentHashMap<>();
  private volatile Digest digest;
  private volatile Reply defaultReply = Reply.unscripted();

  /** The digest rules and the verifier that applies them; they change together. */
  private record Digest(DigestRules rules, DigestVerifier verifier) {}

  AtlasService(
      String basePath,
      ApiKey key,
      DigestRules rules,
      InstantSource clock,
      Optional<RateLimit> rateLimit) {
    this.basePath = basePath;
    this.key = key;
    this.clock = clock;
    this.rateLimit = rateLimit;
    this.firstRules = rules;
    this.digest = new Digest(rules, new DigestVerifier(key, rules, clock));
  }

  ScriptedReplies scripts() {
    return scripts;
  }

  JobStore jobs() {
    return jobs;
  }

  /** Changes the digest rules and forgets every issued nonce. */
  void setDigestRules(DigestRules rules) {
    digest = new Digest(rules, new DigestVerifier(key, rules, clock));
  }

  /** Sets the reply to requests for which no reply is scripted. */
  void setDefaultReply(Reply reply) {
    defaultReply = reply;
  }

  List<FakeArchive> archives() {
    return archives;
  }

  private Optional<FakeArchive> archive(String path) {
    return archives.stream().filter(archive -> archive.serves(path)).findFirst();
  }

  /** Sets the reply to requests for another resource. */
  void setResource(String path, Reply reply) {
    resources.put(path, reply);
  }

  /** Returns the scripted replies that no request has got yet. */
  List<Reply> unplayed() {
    List<Reply> unplayed = new ArrayList<>(scripts.unplayed());
    archives.forEach(archive -> unplayed.addAll(archive.unplayed()));
    return unplayed;
  }

  /** Forgets everything that was set or recorded since the start. */
  void reset() {
    defaultReply = Reply.unscripted();
    scripts.clear();
    jobs.clear();
    archives.clear();
    resources.clear();
    rateLimit.ifPresent(RateLimit::reset);
    setDigestRules(firstRules);
  }

  void forgetNonces() {
    digest.verifier().forgetNonces();
  }

  @Override
  public Reply reply(SeenRequest request) {
    return scripts
        .next(AtlasPath.parse(request.path(), basePath))
        .or(() -> archive(request.path()).flatMap(FakeArchive::scripted))
        .orElse(defaultReply);
  }

  @Override
  public Reply unscripted(Exchange exchange) {
    RequestHead request = exchange.request();
    Optional<FakeArchive> archive = archive(request.path());
    if (archive.isPresent()) {
      return new ActionReply("archive", new ArchiveResponse(archive.get()));
    }
    Optional<AtlasPath> path = AtlasPath.parse(request.path(), basePath);
    Optional<ResponseReply> rejected =
        path.flatMap(p -> rateLimit.flatMap(limit -> limit.reject(p.group())));
    if (rejected.isPresent()) {
      return rejected.get();
    }
    DigestVerifier.Result result =
        digest
            .verifier()
            .check(request.method(), request.target(), request.values("Authorization"));
    if (result instanceof DigestVerifier.Challenged challenged) {
      return unauthorized(challenged.challenge());
    }
    if (result instanceof DigestVerifier.Malformed malformed) {
      return Reply.error(400, "MALFORMED_CREDENTIALS", malformed.reason());
    }
    exchange.recordAuthenticated();
    Reply reply =
        Optional.ofNullable(resources.get(request.path())).orElseGet(() -> read(request, path));
    if (!(reply instanceof ResponseReply response)) {
      return reply;
    }
    return ((DigestVerifier.Accepted) result)
        .authenticationInfo()
        .<Reply>map(info -> response.header("Authentication-Info", info))
        .orElse(response);
  }

  private ResponseReply read(RequestHead request, Optional<AtlasPath> path) {
    if (path.isEmpty()) {
      return Reply.error(404, "RESOURCE_NOT_FOUND", "Cannot find this resource.", request.path());
    }
    if (!request.method().equals("GET")) {
      return Reply.error(405, "METHOD_NOT_ALLOWED", "This resource can only be read.")
          .header("Allow", "GET");
    }
    return jobs.read(path.get(), new Query(request.query()));
  }

  @Override
  public Reply stale() {
    return unauthorized(digest.verifier().newChallenge(true));
  }

  private Reply unauthorized(String challenge) {
    ResponseReply response = Reply.challenge(challenge).jsonBody(UNAUTHORIZED);
    return digest.rules().challengeDelay().isZero()
        ? response
        : Reply.delayed(digest.rules().challengeDelay(), response);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}

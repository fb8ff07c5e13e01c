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
 * The service behind a fake Atlas. It checks the rate limit, then the credentials. Then it sends
 * the scripted reply; without one, it reads the job or the list. A reply of {@link
 * Reply#beforeDigest()} is sent without these checks. The links of archives need no credentials of
 * the API.
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

  /**
   * The result of the checks of the rate limit and of the credentials.
   *
   * @param rejection the response if the request has failed a check
   * @param authenticationInfo the {@code Authentication-Info} of the response if the request has
   *     passed both checks; the digest rules may require none
   */
  private record Admission(Optional<Reply> rejection, Optional<String> authenticationInfo) {

    static Admission rejected(Reply response) {
      return new Admission(Optional.of(response), Optional.empty());
    }
  }

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
  public Reply reply(Exchange exchange) {
    String path = exchange.request().path();
    Optional<FakeArchive> archive = archive(path);
    if (archive.isPresent()) {
      return scripts
          .next(Optional.empty(), Optional::empty)
          .or(archive.get()::scripted)
          .orElse(defaultReply);
    }
    return scripts
        .next(AtlasPath.parse(path, basePath), () -> admit(exchange).rejection())
        .orElseGet(() -> defaultReply(exchange));
  }

  private Reply defaultReply(Exchange exchange) {
    Reply reply = defaultReply;
    return reply.isBeforeDigest() ? reply : admit(exchange).rejection().orElse(reply);
  }

  @Override
  public Reply unscripted(Exchange exchange) {
    RequestHead request = exchange.request();
    Optional<FakeArchive> archive = archive(request.path());
    if (archive.isPresent()) {
      return new ActionReply("archive", new ArchiveResponse(archive.get()));
    }
    Admission admission = admit(exchange);
    return admission
        .rejection()
        .orElseGet(() -> withInfo(resource(request), admission.authenticationInfo()));
  }

  private static Reply withInfo(Reply reply, Optional<String> authenticationInfo) {
    return reply instanceof ResponseReply response && authenticationInfo.isPresent()
        ? response.header("Authentication-Info", authenticationInfo.get())
        : reply;
  }

  /** Checks the rate limit, then the credentials. Uses up the nonce count of the request. */
  private Admission admit(Exchange exchange) {
    RequestHead request = exchange.request();
    Optional<ResponseReply> overLimit =
        AtlasPath.parse(request.path(), basePath)
            .flatMap(path -> rateLimit.flatMap(limit -> limit.reject(path.group())));
    if (overLimit.isPresent()) {
      return Admission.rejected(overLimit.get());
    }
    DigestVerifier.Result result =
        digest
            .verifier()
            .check(request.method(), request.target(), request.values("Authorization"));
    if (result instanceof DigestVerifier.Challenged challenged) {
      return Admission.rejected(unauthorized(challenged.challenge()));
    }
    if (result instanceof DigestVerifier.Malformed malformed) {
      return Admission.rejected(Reply.error(400, "MALFORMED_CREDENTIALS", malformed.reason()));
    }
    exchange.recordAuthenticated();
    return new Admission(Optional.empty(), ((DigestVerifier.Accepted) result).authenticationInfo());
  }

  private Reply resource(RequestHead request) {
    return Optional.ofNullable(resources.get(request.path())).orElseGet(() -> read(request));
  }

  private ResponseReply read(RequestHead request) {
    Optional<AtlasPath> path = AtlasPath.parse(request.path(), basePath);
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

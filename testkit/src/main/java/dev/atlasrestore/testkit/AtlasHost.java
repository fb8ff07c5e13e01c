package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The service behind a fake Atlas: a script first, then rate limit, digest and the jobs, in this
 * order.
 */
final class AtlasHost implements Host {

  private static final String UNAUTHORIZED =
      "{\"detail\":\"You are not authorized for this resource.\",\"error\":401,\"reason\":\"Unauthorized\"}";

  private final String basePath;
  private final ApiKey key;
  private final InstantSource clock;
  private final Optional<RateLimit> rateLimit;
  private final Scripts scripts = new Scripts();
  private final JobStore jobs = new JobStore();
  private volatile DigestRules rules;
  private volatile DigestGate gate;
  private volatile Reply always = Reply.unscripted();

  AtlasHost(
      String basePath,
      ApiKey key,
      DigestRules rules,
      InstantSource clock,
      Optional<RateLimit> rateLimit) {
    this.basePath = basePath;
    this.key = key;
    this.clock = clock;
    this.rateLimit = rateLimit;
    this.rules = rules;
    this.gate = new DigestGate(key, rules, clock);
  }

  Scripts scripts() {
    return scripts;
  }

  JobStore jobs() {
    return jobs;
  }

  void digest(DigestRules changed) {
    rules = changed;
    gate = new DigestGate(key, changed, clock);
  }

  /** What is said where no script says otherwise. */
  void always(Reply reply) {
    always = reply;
  }

  void forgetNonces() {
    gate.forgetNonces();
  }

  @Override
  public Reply reply(SeenRequest request) {
    return scripts.next(JobPath.of(request.head().path(), basePath)).orElse(always);
  }

  @Override
  public Reply honest(Turn turn) {
    Head head = turn.head();
    Optional<JobPath> path = JobPath.of(head.path(), basePath);
    Optional<ResponseReply> limited =
        path.flatMap(p -> rateLimit.flatMap(limit -> limit.refusal(p.group())));
    if (limited.isPresent()) {
      return limited.get();
    }
    var verdict = gate.check(head.method(), head.target(), head.values("Authorization"));
    if (verdict instanceof DigestGate.Challenged challenged) {
      return refusal(challenged.challenge());
    }
    if (verdict instanceof DigestGate.Malformed malformed) {
      return Reply.error(400, "MALFORMED_CREDENTIALS", malformed.why());
    }
    turn.noteAuthorised();
    ResponseReply answer = answer(head, path);
    return ((DigestGate.Granted) verdict)
        .info()
        .map(info -> answer.header("Authentication-Info", info))
        .orElse(answer);
  }

  private ResponseReply answer(Head head, Optional<JobPath> path) {
    if (path.isEmpty()) {
      return Reply.error(404, "RESOURCE_NOT_FOUND", "Cannot find this resource.", head.path());
    }
    if (!head.method().equals("GET")) {
      return Reply.error(405, "METHOD_NOT_ALLOWED", "This resource can only be read.")
          .header("Allow", "GET");
    }
    return jobs.read(path.get(), head.query());
  }

  private Reply refusal(String challenge) {
    ResponseReply refusal = Reply.challenge(challenge).jsonBody(UNAUTHORIZED);
    return rules.challengeDelay().isZero()
        ? refusal
        : Reply.delayed(rules.challengeDelay(), refusal);
  }

  @Override
  public Reply stale() {
    return refusal(gate.freshChallenge(true));
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}

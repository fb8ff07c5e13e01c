package dev.atlasrestore.internal.answer;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiError;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.internal.auth.AuthResult;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Says what an exchange means: a job, or a fault, whether that is passing, and which exception it
 * will be.
 *
 * <p>If the body is an envelope, the inner status counts, whatever the HTTP status says. The
 * exception is made only when the call's cost is known, and only if it is thrown.
 */
public final class ResponseInterpreter {

  private static final Set<Integer> PASSING_STATUSES = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<TransportFailure.Kind> PASSING_KINDS =
      EnumSet.of(
          TransportFailure.Kind.REFUSED,
          TransportFailure.Kind.TIMEOUT,
          TransportFailure.Kind.CLOSED,
          TransportFailure.Kind.TRUNCATED,
          TransportFailure.Kind.POOL_EXHAUSTED);

  /** Error codes of a 401 that speak of a missing permission, not of the key. */
  private static final Set<String> NO_PERMISSION =
      Set.of("USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP");

  private final RestoreJobCodec codec;
  private final String place;

  /**
   * A judge of one service's answers.
   *
   * @param codec reads bodies; what it throws is a {@link DecodingException}
   * @param base where the service is, for messages
   */
  public ResponseInterpreter(RestoreJobCodec codec, URI base) {
    this.codec = codec;
    int usualPort = base.getScheme().equals("https") ? 443 : 80;
    this.place = base.getHost() + ":" + (base.getPort() < 0 ? usualPort : base.getPort());
  }

  /** Host and port, for messages. */
  public String place() {
    return place;
  }

  /** An attempt for which no time was left: nothing was sent. */
  public AttemptResult late() {
    return unanswered(TransportFailure.notSent(TransportFailure.Kind.TIMEOUT), 0);
  }

  /** Judges one exchange. */
  public AttemptResult of(AuthResult exchange) {
    if (exchange instanceof AuthResult.Unanswered unanswered) {
      return unanswered(unanswered.failure(), unanswered.requests());
    }
    if (exchange instanceof AuthResult.ServerNotAuthenticated unproven) {
      String message =
          place
              + " could not prove that it knows the API key (rspauth is wrong); do not trust its answer";
      return fault(
          OptionalInt.of(unproven.status()),
          unproven.requests(),
          stats -> new AuthenticationException(message, ApiError.NONE, stats));
    }
    return answered((AuthResult.Answered) exchange);
  }

  private AttemptResult unanswered(TransportFailure failure, int requests) {
    String message = "No usable answer from " + place + ": " + Words.of(failure.kind());
    return new AttemptResult.Failure(
        PASSING_KINDS.contains(failure.kind()),
        OptionalInt.empty(),
        Optional.of(failure),
        Optional.empty(),
        stats -> new TransportException(message, failure, stats),
        requests);
  }

  private AttemptResult answered(AuthResult.Answered answer) {
    int status = answer.response().status();
    ApiError error = ApiError.NONE;
    try {
      RestoreJobCodec.Document document = codec.read(answer.response().body());
      status = document.envelopeStatus().orElse(status);
      if (isGood(status)) {
        RestoreJob job = Objects.requireNonNull(document.job());
        return new AttemptResult.Success(job, status, answer.requests());
      }
      error = Objects.requireNonNullElse(document.error(), error);
    } catch (RuntimeException | StackOverflowError e) {
      if (isGood(status)) {
        return undecodable(answer, status, e);
      }
    }
    return refused(answer, status, error);
  }

  private static boolean isGood(int status) {
    return status / 100 == 2;
  }

  private AttemptResult undecodable(AuthResult.Answered answer, int status, Throwable thrown) {
    boolean ours = thrown instanceof DecodingException;
    Optional<String> member = ours ? ((DecodingException) thrown).member() : Optional.empty();
    String what =
        ours
            ? String.valueOf(thrown.getMessage())
            : "The codec failed with " + thrown.getClass().getName();
    String message =
        what
            + " (status "
            + status
            + ", "
            + answer.response().body().length
            + " bytes from "
            + place
            + ")";
    return fault(
        OptionalInt.of(status),
        answer.requests(),
        stats -> new DecodingException(message, member, OptionalInt.of(status), stats));
  }

  private AttemptResult refused(AuthResult.Answered answer, int status, ApiError error) {
    Optional<Duration> retryAfter = RetryAfter.in(answer.response());
    Function<CallStats, AtlasException> exception =
        switch (status) {
          case 401 -> unauthorized(answer, error);
          case 403 -> {
            String message = place + " refused access, status 403" + Hints.about(error);
            yield stats -> new AccessDeniedException(message, status, error, stats);
          }
          case 404 -> {
            String message = place + " knows no such restore job, status 404" + Hints.about(error);
            yield stats -> new RestoreJobNotFoundException(message, status, error, stats);
          }
          case 429 -> {
            String message =
                place
                    + " got too many requests, status 429"
                    + Hints.about(error)
                    + retryAfter.map(delay -> "; it asks to wait " + Words.of(delay)).orElse("");
            yield stats -> new RateLimitedException(message, status, error, retryAfter, stats);
          }
          default -> {
            String message =
                place
                    + " answered with status "
                    + status
                    + whereTo(answer.response())
                    + Hints.about(error);
            yield stats -> new ApiException(message, status, error, retryAfter, stats);
          }
        };
    return new AttemptResult.Failure(
        PASSING_STATUSES.contains(status),
        OptionalInt.of(status),
        Optional.empty(),
        retryAfter,
        exception,
        answer.requests());
  }

  private Function<CallStats, AtlasException> unauthorized(
      AuthResult.Answered answer, ApiError error) {
    if (answer.signed() && error.errorCode().filter(NO_PERMISSION::contains).isPresent()) {
      String message = place + " refused access, status 401" + Hints.about(error);
      return stats -> new AccessDeniedException(message, 401, error, stats);
    }
    String why =
        answer.problem().isEmpty() ? "check the public and the private key" : answer.problem();
    String message = place + " did not accept the API key, status 401: " + why + Hints.about(error);
    return stats -> new AuthenticationException(message, error, stats);
  }

  /**
   * Where a redirect pointed, without its query, which may hold secrets; redirects are never
   * followed.
   */
  private static String whereTo(HttpResponse response) {
    if (response.status() / 100 != 3) {
      return "";
    }
    return response
        .header("Location")
        .map(location -> location.replaceFirst("(?s)[?#].*", ""))
        .map(Words::withoutUserInfo)
        .map(location -> ", a redirect to " + Words.printable(location) + ", which is not followed")
        .orElse(", a redirect, which is not followed");
  }

  private static AttemptResult fault(
      OptionalInt status, int requests, Function<CallStats, AtlasException> error) {
    return new AttemptResult.Failure(
        false, status, Optional.empty(), Optional.empty(), error, requests);
  }
}

package dev.atlasrestore.internal.read;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiError;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
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
 * Turns the result of an authenticated exchange into the result of an attempt: a job, or a failure
 * with its exception and whether it is retryable.
 *
 * <p>If the body is an envelope, the inner status replaces the HTTP status. An exception is created
 * only if it is thrown, because it holds the cost of the whole call.
 */
final class ResponseInterpreter {

  private static final Set<Integer> RETRYABLE_STATUSES = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<Kind> RETRYABLE_KINDS =
      EnumSet.of(Kind.REFUSED, Kind.TIMEOUT, Kind.CLOSED, Kind.TRUNCATED, Kind.POOL_EXHAUSTED);

  /** Error codes of a 401 that report a missing permission although the key is right. */
  private static final Set<String> PERMISSION_CODES =
      Set.of("USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP");

  private final RestoreJobCodec codec;
  private final String authority;

  /**
   * Creates an interpreter for the responses of one service.
   *
   * @param codec decodes bodies; whatever it throws becomes a {@link DecodingException}
   * @param base the address of the service, for messages
   */
  ResponseInterpreter(RestoreJobCodec codec, URI base) {
    this.codec = codec;
    this.authority = Messages.authority(base);
  }

  /** Returns the result of an attempt that sent nothing because no time was left. */
  AttemptResult timedOut() {
    return unanswered(TransportFailure.notSent(Kind.TIMEOUT), 0);
  }

  /** Returns the result of an attempt. */
  AttemptResult interpret(AuthResult result) {
    if (result instanceof AuthResult.Unanswered unanswered) {
      return unanswered(unanswered.failure(), unanswered.requests());
    }
    if (result instanceof AuthResult.ServerNotAuthenticated untrusted) {
      String message =
          authority
              + " did not prove that it knows the API key (its rspauth is wrong); do not trust its response";
      return permanent(
          untrusted.status(),
          untrusted.requests(),
          stats ->
              new AuthenticationException(
                  message,
                  Reason.SERVER_NOT_AUTHENTICATED,
                  untrusted.status(),
                  ApiError.NONE,
                  stats));
    }
    return answered((AuthResult.Answered) result);
  }

  private AttemptResult unanswered(TransportFailure failure, int requests) {
    String message =
        "No usable response from " + authority + ": " + Messages.describe(failure.kind());
    return new AttemptResult.Failure(
        RETRYABLE_KINDS.contains(failure.kind()),
        OptionalInt.empty(),
        Optional.of(failure),
        Optional.empty(),
        stats -> new TransportException(message, failure, stats),
        requests);
  }

  private AttemptResult answered(AuthResult.Answered answered) {
    int status = answered.response().status();
    ApiError error = ApiError.NONE;
    try {
      RestoreJobCodec.Document document = codec.read(answered.response().body());
      status = document.envelopeStatus().orElse(status);
      if (isSuccessful(status)) {
        RestoreJob job = Objects.requireNonNull(document.job());
        return new AttemptResult.Success(job, OptionalInt.of(status), answered.requests());
      }
      error = Objects.requireNonNullElse(document.error(), error);
    } catch (RuntimeException | StackOverflowError e) {
      if (isSuccessful(status)) {
        return undecodable(answered, status, e);
      }
    }
    return refused(answered, status, error);
  }

  private static boolean isSuccessful(int status) {
    return status / 100 == 2;
  }

  private AttemptResult undecodable(AuthResult.Answered answered, int status, Throwable thrown) {
    boolean byCodec = thrown instanceof DecodingException;
    Optional<String> member = byCodec ? ((DecodingException) thrown).member() : Optional.empty();
    String reason =
        byCodec
            ? String.valueOf(thrown.getMessage())
            : "The codec failed with " + thrown.getClass().getName();
    int bytes = answered.response().body().length;
    String message =
        reason + " (status " + status + ", " + bytes + " bytes from " + authority + ")";
    return permanent(
        status,
        answered.requests(),
        stats -> new DecodingException(message, member, OptionalInt.of(status), stats));
  }

  private AttemptResult refused(AuthResult.Answered answered, int status, ApiError error) {
    Optional<Duration> retryAfter = RetryAfter.in(answered.response());
    return new AttemptResult.Failure(
        RETRYABLE_STATUSES.contains(status),
        OptionalInt.of(status),
        Optional.empty(),
        retryAfter,
        exception(answered, status, error, retryAfter),
        answered.requests());
  }

  private Function<CallStats, AtlasException> exception(
      AuthResult.Answered answered, int status, ApiError error, Optional<Duration> retryAfter) {
    String details = Messages.describe(error);
    return switch (status) {
      case 401 -> unauthorized(answered, error, details);
      case 403 -> accessDenied(status, error, details);
      case 404 -> {
        String message = authority + " knows no such restore job, status 404" + details;
        yield stats -> new RestoreJobNotFoundException(message, status, error, stats);
      }
      case 429 -> {
        String delay =
            retryAfter.map(asked -> "; it asks to wait " + Messages.describe(asked)).orElse("");
        String message = authority + " received too many requests, status 429" + details + delay;
        yield stats -> new RateLimitedException(message, status, error, retryAfter, stats);
      }
      default -> {
        HttpResponse response = answered.response();
        String redirect =
            response.status() / 100 == 3
                ? Messages.describeRedirect(response.header("Location"))
                : "";
        String message = authority + " responded with status " + status + redirect + details;
        yield stats -> new ApiException(message, status, error, retryAfter, stats);
      }
    };
  }

  private Function<CallStats, AtlasException> unauthorized(
      AuthResult.Answered answered, ApiError error, String details) {
    if (answered.signed() && error.errorCode().filter(PERMISSION_CODES::contains).isPresent()) {
      return accessDenied(401, error, details);
    }
    String problem = answered.problem();
    if (problem.isEmpty()) {
      problem =
          answered.reason() == Reason.STALE_NONCE
              ? "it called every nonce stale, so the key itself was not rejected; try again later"
              : "check the public and the private key";
    }
    String message = authority + " did not accept the API key, status 401: " + problem + details;
    return stats -> new AuthenticationException(message, answered.reason(), 401, error, stats);
  }

  private Function<CallStats, AtlasException> accessDenied(
      int status, ApiError error, String details) {
    String message = authority + " refused access, status " + status + details;
    return stats -> new AccessDeniedException(message, status, error, stats);
  }

  private static AttemptResult permanent(
      int status, int requests, Function<CallStats, AtlasException> error) {
    return new AttemptResult.Failure(
        false, OptionalInt.of(status), Optional.empty(), Optional.empty(), error, requests);
  }
}

package dev.atlasrestore.internal.read;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiError;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.internal.auth.AuthResult;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns the result of an authenticated exchange into the result of an attempt: a resource, or a
 * failure with its exception and its {@link FailureClass}.
 *
 * <p>An error response counts as one of the service itself only if its body is a JSON error object
 * and its status can come from the service. Every other error response is taken for one of a proxy
 * or a load balancer, and does not end an established wait. A 401 with a Digest challenge refuses
 * the key, with any body.
 *
 * <p>A failure holds a function that creates its exception, because the exception contains the cost
 * of the whole call, which is known only at the end of the call.
 */
final class ResponseInterpreter {

  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final Set<Integer> RETRYABLE_STATUSES = Set.of(408, 429, 500, 502, 503, 504);

  /** Error codes of a 401 that report a missing permission although the key is right. */
  private static final Set<String> PERMISSION_CODES =
      Set.of("USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP");

  private final RestoreJobCodec codec;
  private final URI base;
  private final String authority;
  private final Timeouts timeouts;

  /**
   * Creates an interpreter for the responses of one service.
   *
   * @param codec decodes bodies; its exceptions become {@link DecodingException}s
   */
  ResponseInterpreter(AtlasConfig config, RestoreJobCodec codec) {
    this.codec = codec;
    this.base = config.baseUri();
    this.authority = Messages.authority(base);
    this.timeouts = config.timeouts();
  }

  /** Returns a reader for the bodies of one attempt. */
  ResponseBodies bodies() {
    return new ResponseBodies(codec);
  }

  /** Returns the result of an attempt that sent nothing because no time was left. */
  <T> AttemptResult<T> timedOut(Resource<T> resource) {
    AuthResult nothingSent =
        new AuthResult.Unanswered(TransportFailure.notSent(Kind.TIMEOUT), 0, false);
    return interpret(resource, nothingSent, bodies(), true);
  }

  /**
   * Returns the result of an attempt.
   *
   * @param resource the resource that the attempt reads
   * @param bodies the bodies of the responses of the attempt
   * @param atDeadline whether the deadline of the read has passed
   */
  <T> AttemptResult<T> interpret(
      Resource<T> resource, AuthResult result, ResponseBodies bodies, boolean atDeadline) {
    if (result instanceof AuthResult.Unanswered unanswered) {
      return unanswered(unanswered, atDeadline);
    }
    if (result instanceof AuthResult.ServerNotAuthenticated untrusted) {
      String message =
          authority
              + " did not prove that it knows the API key (its rspauth is wrong); do not trust its response";
      return failure(
          FailureClass.PERMANENT,
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
    AuthResult.Answered answered = (AuthResult.Answered) result;
    return answered(resource, answered, bodies.content(answered.response()));
  }

  private <T> AttemptResult<T> unanswered(AuthResult.Unanswered unanswered, boolean atDeadline) {
    TransportFailure failure = unanswered.failure();
    String problem =
        failure.kind() == Kind.TIMEOUT
            ? Messages.describeTimeout(failure.fate(), timeouts, atDeadline)
            : Messages.describe(failure);
    String message = "No usable response from " + authority + ": " + problem;
    return new AttemptResult.Failure<>(
        FailureClass.of(failure),
        OptionalInt.empty(),
        Optional.of(failure),
        unanswered.challenged(),
        Optional.empty(),
        stats -> new TransportException(message, failure, stats),
        unanswered.requests());
  }

  private <T> AttemptResult<T> answered(
      Resource<T> resource, AuthResult.Answered answered, ResponseBodies.Content content) {
    int status = answered.response().status();
    if (!isSuccessful(status)) {
      return errorResponse(answered, status, error(content));
    }
    try {
      T value = Objects.requireNonNull(resource.content().apply(document(content)));
      return new AttemptResult.Success<>(value, OptionalInt.of(status), answered.requests());
    } catch (RuntimeException | StackOverflowError e) {
      return undecodable(answered, status, content.thrown().orElse(e));
    }
  }

  private static boolean isSuccessful(int status) {
    return status / 100 == 2;
  }

  private static Document document(ResponseBodies.Content content) {
    return content.document().orElseThrow(() -> new IllegalStateException("no document"));
  }

  private static ApiError error(ResponseBodies.Content content) {
    try {
      return content.document().map(Document::error).orElse(ApiError.NONE);
    } catch (RuntimeException | StackOverflowError unreadable) {
      return ApiError.NONE;
    }
  }

  private <T> AttemptResult<T> undecodable(
      AuthResult.Answered answered, int status, Throwable thrown) {
    boolean byCodec = thrown instanceof DecodingException;
    Optional<String> member = byCodec ? ((DecodingException) thrown).member() : Optional.empty();
    Optional<String> coding = Messages.describeCoding(answered.response());
    String reason =
        byCodec
            ? String.valueOf(thrown.getMessage())
            : "The codec failed with " + thrown.getClass().getName();
    int bytes = answered.response().body().length;
    String message =
        coding.map(name -> "The response cannot be read: " + name).orElse(reason)
            + " (status "
            + status
            + ", "
            + bytes
            + " bytes from "
            + authority
            + ")";
    return failure(
        FailureClass.NOT_FROM_SERVICE,
        status,
        answered.requests(),
        stats -> new DecodingException(message, member, OptionalInt.of(status), stats));
  }

  private <T> AttemptResult<T> errorResponse(
      AuthResult.Answered answered, int status, ApiError error) {
    Optional<Duration> retryAfter = RetryAfter.in(answered.response());
    return new AttemptResult.Failure<>(
        failureClass(answered, status, error),
        OptionalInt.of(status),
        Optional.empty(),
        true,
        retryAfter,
        exception(answered, status, error, retryAfter),
        answered.requests());
  }

  private static FailureClass failureClass(
      AuthResult.Answered answered, int status, ApiError error) {
    if (RETRYABLE_STATUSES.contains(status)) {
      return FailureClass.RETRYABLE;
    }
    boolean fromService = ResponseBodies.mayComeFromService(status) && !error.equals(ApiError.NONE);
    if (status != UNAUTHORIZED || isPermissionMissing(answered, error)) {
      return fromService ? FailureClass.PERMANENT : FailureClass.NOT_FROM_SERVICE;
    }
    return switch (answered.reason()) {
      case STALE_NONCE -> FailureClass.RETRYABLE;
      case NO_SUPPORTED_CHALLENGE ->
          fromService ? FailureClass.KEY_REFUSED : FailureClass.NOT_FROM_SERVICE;
      default -> FailureClass.KEY_REFUSED;
    };
  }

  private Function<CallStats, AtlasException> exception(
      AuthResult.Answered answered, int status, ApiError error, Optional<Duration> retryAfter) {
    String details = Messages.describe(error) + coding(answered.response());
    return switch (status) {
      case UNAUTHORIZED -> unauthorized(answered, error, details);
      case 403 -> accessDenied(status, error, details);
      case NOT_FOUND -> {
        String message =
            authority
                + " knows no such restore job, status 404"
                + details
                + Messages.adviceForNotFound(base, error);
        yield stats -> new RestoreJobNotFoundException(message, status, error, stats);
      }
      case 429 -> {
        String delay =
            retryAfter.map(asked -> "; it asks to wait " + Messages.describe(asked)).orElse("");
        String message = authority + " received too many requests, status 429" + details + delay;
        yield stats -> new RateLimitedException(message, status, error, retryAfter, stats);
      }
      case PROXY_AUTHENTICATION_REQUIRED -> {
        String message =
            "A proxy between this program and "
                + authority
                + " requires authentication, status 407: configure the proxy and its credentials"
                + " on the HTTP client that you supply"
                + details;
        yield stats -> new ApiException(message, status, error, retryAfter, stats);
      }
      default -> {
        String redirect = Messages.describeRedirect(answered.response());
        String message = authority + " responded with status " + status + redirect + details;
        yield stats -> new ApiException(message, status, error, retryAfter, stats);
      }
    };
  }

  private static String coding(HttpResponse response) {
    return Messages.describeCoding(response).map(coding -> "; " + coding).orElse("");
  }

  private Function<CallStats, AtlasException> unauthorized(
      AuthResult.Answered answered, ApiError error, String details) {
    if (isPermissionMissing(answered, error)) {
      return accessDenied(UNAUTHORIZED, error, details);
    }
    if (answered.reason() == Reason.STALE_NONCE) {
      String message =
          authority
              + " called every nonce stale, status 401: it did not reject the API key itself;"
              + " try again later, and check whether the nodes behind its load balancer share"
              + " their nonces"
              + details;
      return stats ->
          new AuthenticationException(message, Reason.STALE_NONCE, UNAUTHORIZED, error, stats);
    }
    String problem =
        answered.problem().isEmpty() ? "check the public and the private key" : answered.problem();
    String message = authority + " did not accept the API key, status 401: " + problem + details;
    return stats ->
        new AuthenticationException(message, answered.reason(), UNAUTHORIZED, error, stats);
  }

  private static boolean isPermissionMissing(AuthResult.Answered answered, ApiError error) {
    return answered.signed() && error.errorCode().filter(PERMISSION_CODES::contains).isPresent();
  }

  private Function<CallStats, AtlasException> accessDenied(
      int status, ApiError error, String details) {
    String message = authority + " refused access, status " + status + details;
    return stats -> new AccessDeniedException(message, status, error, stats);
  }

  private static <T> AttemptResult<T> failure(
      FailureClass failureClass,
      int status,
      int requests,
      Function<CallStats, AtlasException> error) {
    return new AttemptResult.Failure<>(
        failureClass,
        OptionalInt.of(status),
        Optional.empty(),
        true,
        Optional.empty(),
        error,
        requests);
  }
}

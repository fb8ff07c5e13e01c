package dev.atlasrestore.internal.read;

import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of the responses of one attempt, each body once.
 *
 * <p>If the body is an envelope, its inner status replaces the status of the response, for digest
 * authentication and for the result of the attempt alike. This applies to responses with a status
 * of 2xx, 4xx or 5xx, because only these can come from the service. It does not apply to 401,
 * because the challenge belongs to the response itself, or to 407 and 511, which proxies and
 * networks send.
 *
 * <p>Belongs to one attempt. A call reports one event at a time, so this class needs no lock.
 */
final class ResponseBodies {

  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final int NETWORK_AUTHENTICATION_REQUIRED = 511;

  private final RestoreJobCodec codec;
  private @Nullable HttpResponse lastResponse;
  private Content last = new Content(Optional.empty(), OptionalInt.empty(), Optional.empty());

  ResponseBodies(RestoreJobCodec codec) {
    this.codec = codec;
  }

  /**
   * The content of a body: either a document or the exception of the codec.
   *
   * @param document the document
   * @param envelopeStatus the status of its envelope, if it is an envelope
   * @param thrown the exception of the codec
   */
  record Content(
      Optional<Document> document, OptionalInt envelopeStatus, Optional<Throwable> thrown) {}

  /** Returns whether a response with this status can come from the service. */
  static boolean mayComeFromService(int status) {
    int hundreds = status / 100;
    return (hundreds == 2 || hundreds == 4 || hundreds == 5)
        && status != PROXY_AUTHENTICATION_REQUIRED
        && status != NETWORK_AUTHENTICATION_REQUIRED;
  }

  /** Follows the steps of an exchange and replaces the status of every enveloped response. */
  <T> Step<T> replaceStatus(Step<T> step) {
    return step instanceof Step.Pending<T> pending
        ? pending.withContinuation(
            (event, now) -> replaceStatus(pending.next(withInnerStatus(event), now)))
        : step;
  }

  private Event withInnerStatus(Event event) {
    return event instanceof Event.Answered answered
        ? new Event.Answered(withInnerStatus(answered.response()))
        : event;
  }

  private HttpResponse withInnerStatus(HttpResponse response) {
    int status = response.status();
    if (status == UNAUTHORIZED || !mayComeFromService(status)) {
      return response;
    }
    Content content = content(response);
    OptionalInt inner = content.envelopeStatus();
    if (inner.isEmpty() || inner.getAsInt() == status) {
      return response;
    }
    HttpResponse replaced = HttpResponse.of(inner.getAsInt(), response.headers(), response.body());
    lastResponse = replaced;
    last = content;
    return replaced;
  }

  /** Returns the content of a response's body. */
  Content content(HttpResponse response) {
    if (response != lastResponse) {
      last = read(response.body());
      lastResponse = response;
    }
    return last;
  }

  private Content read(byte[] body) {
    try {
      Document document = codec.read(body);
      OptionalInt status = Objects.requireNonNull(document.envelopeStatus());
      return new Content(Optional.of(document), status, Optional.empty());
    } catch (RuntimeException | StackOverflowError e) {
      return new Content(Optional.empty(), OptionalInt.empty(), Optional.of(e));
    }
  }
}

package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.WebClient;
import java.net.ProtocolException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: what it sends, how far it has come, and how to end it. It knows whether the request
 * may have left: the {@linkplain ConnectionGrip grip} asks once there is a connection, and it is
 * decided there and then, once, whether the request goes out or has failed before. Without a grip
 * only what the stack's exceptions are certain of is certain.
 *
 * <p>Touched by the caller's context, by the connection's event loop, and by whoever ends it.
 */
final class Exchange {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int FIRST_FINAL_STATUS = 200;
  private static final long FORGOTTEN_AFTER_MILLIS = 1000;

  private final HttpRequest request;
  private final int maxBodyBytes;
  private final boolean gripped;
  private @Nullable HttpClientRequest sent;
  private boolean headCame;
  private boolean tooLarge;
  private boolean over;
  private boolean ended;

  /**
   * An exchange to be made.
   *
   * @param gripped whether the client it is made on asks before it sends
   */
  Exchange(HttpRequest request, int maxBodyBytes, boolean gripped) {
    this.request = request;
    this.maxBodyBytes = maxBodyBytes;
    this.gripped = gripped;
  }

  /**
   * Begins it; to be called once.
   *
   * @param timeoutMillis for how long anybody waits for the answer; the pool's queue forgets it
   *     soon after that, but not just then: Vert.x 5 may never finish closing if that begins in the
   *     moment in which a pool gives somebody up, and a call that has failed is when things are
   *     closed
   */
  Future<HttpResponse> on(WebClient client, long timeoutMillis) {
    try {
      return onto(client)
          .connectTimeout(timeoutMillis + FORGOTTEN_AFTER_MILLIS)
          .as(new CappedBody(this, maxBodyBytes))
          .send()
          .compose(this::answer);
    } catch (RuntimeException e) {
      return Future.failedFuture(e); // a closed client throws
    }
  }

  private io.vertx.ext.web.client.HttpRequest<Buffer> onto(WebClient client) {
    URI uri = request.uri();
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS : HTTP;
    io.vertx.ext.web.client.HttpRequest<Buffer> outgoing =
        client
            .request(HttpMethod.valueOf(request.method()), port, host(uri), request.target())
            .ssl(tls)
            .followRedirects(false);
    for (HttpHeader field : request.headers()) {
      outgoing.putHeader(field.name(), field.value());
    }
    return outgoing;
  }

  /** A host as Vert.x wants it: an IPv6 address without its brackets. */
  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The stack skips 100 and 103; others that are not final it takes for the answer. */
  private Future<HttpResponse> answer(io.vertx.ext.web.client.HttpResponse<byte[]> answer) {
    if (answer.statusCode() < FIRST_FINAL_STATUS) {
      synchronized (this) {
        over = false; // whatever comes next on this connection
      }
      end();
      return Future.failedFuture(
          new ProtocolException("an answer of status " + answer.statusCode() + " is none"));
    }
    List<HttpHeader> fields = new ArrayList<>(answer.headers().size());
    answer.headers().forEach(field -> fields.add(new HttpHeader(field.getKey(), field.getValue())));
    byte[] body = answer.body();
    return Future.succeededFuture(
        HttpResponse.of(answer.statusCode(), fields, body == null ? new byte[0] : body));
  }

  /** There is a connection; says whether the request may go out on it. */
  synchronized boolean sends(HttpClientRequest onItsWay) {
    if (ended) {
      onItsWay.exceptionHandler(reset -> {}); // else the stack logs that it is not sent
      return false;
    }
    sent = onItsWay;
    return true;
  }

  /** The head of an answer has come; says whether anybody wants its body. */
  synchronized boolean headCame() {
    headCame = true;
    return !ended;
  }

  /** The body is whole: from now on the connection may be another exchange's. */
  synchronized void bodyCame() {
    over = !tooLarge;
  }

  /** The body is larger than allowed: whatever the stack says next, this is why. */
  void tooLarge() {
    synchronized (this) {
      tooLarge = true;
    }
    end();
  }

  /** What this error, of the stack or of time that ran out, says of the exchange. */
  synchronized TransportFailure failed(Throwable error) {
    ended = true;
    if (gripped && sent == null) {
      return Failures.beforeSending(error);
    }
    if (headCame) {
      return Failures.inBody(error, tooLarge);
    }
    return gripped ? Failures.beforeAnswer(error) : Failures.unseen(error);
  }

  /**
   * Sends nothing any more, and frees the connection if there is one. A connection of HTTP/1.1 is
   * closed: it would otherwise read on. One of HTTP/2 carries others' exchanges too, so only ours
   * is reset; the stack's {@code reset()} is not the same method in Vert.x 4.5 and in 5, but giving
   * it no more time to be idle does the same in both.
   */
  void end() {
    HttpClientRequest underWay;
    synchronized (this) {
      ended = true;
      underWay = over ? null : sent;
    }
    if (underWay == null) {
      return;
    }
    if (underWay.version() == HttpVersion.HTTP_2) {
      underWay.idleTimeout(1);
    } else {
      underWay.connection().close();
    }
  }
}

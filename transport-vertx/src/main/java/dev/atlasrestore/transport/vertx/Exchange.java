package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.LostConnections;
import dev.atlasrestore.exchange.Step;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange: sends the request, receives the response, and can be aborted at any time.
 *
 * <p><b>Was the request sent?</b> {@link ConnectionAccess} calls {@link #beginSending} as soon as
 * Vert.x has a connection. If the exchange was aborted before, the method refuses, and the request
 * is certainly not sent. Otherwise the request counts as sent from then on. Without access to the
 * connection, only the type of an exception shows whether the request was sent.
 *
 * <p><b>When does the exchange own its connection?</b> From {@link #beginSending} until the whole
 * body is received. After that the connection may already serve another exchange, so {@link #abort}
 * no longer touches it. The end of a body may arrive long before a slow sink has written it.
 *
 * <p><b>Threads.</b> The context of the call starts the exchange, Vert.x reports its progress, and
 * any thread may abort it. The lock of this object guards the mutable fields, except those that
 * only the context uses.
 */
final class Exchange {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int FIRST_FINAL_STATUS = 200;
  private static final long POOL_GRACE_MILLIS = 1000;

  private final Step.Exchange<?> step;
  private final BlockingWorker worker;
  private final boolean connectionAccess;
  private final boolean addsFieldsWhenSent;
  private final LostConnections lostConnections;

  /** Only the context uses this field and the next one. */
  private @Nullable ResponseBody body;

  private long lastProgressNanos = System.nanoTime();

  private @Nullable HttpClientRequest sentRequest;
  private boolean connectionReused;
  private boolean bytesReceived;
  private boolean headReceived;
  private boolean bodyTooLarge;
  private @Nullable Throwable sinkFailure;
  private boolean connectionReleased;
  private boolean aborted;

  /**
   * Creates an exchange.
   *
   * @param worker runs the writes of the sink
   * @param connectionAccess whether the Web Client has {@link ConnectionAccess}
   * @param addsFieldsWhenSent whether {@link #addHeaderFields} is called when the request is sent
   */
  Exchange(
      Step.Exchange<?> step,
      BlockingWorker worker,
      boolean connectionAccess,
      boolean addsFieldsWhenSent,
      LostConnections lostConnections) {
    this.step = step;
    this.worker = worker;
    this.connectionAccess = connectionAccess;
    this.addsFieldsWhenSent = addsFieldsWhenSent;
    this.lostConnections = lostConnections;
  }

  /**
   * Sends the request. The caller calls this only once.
   *
   * @param timeoutMillis the time after which the caller aborts an exchange without a connection.
   *     The pool of the Web Client removes a waiting request a second later, not at the same
   *     moment: {@code Vertx.close()} of Vert.x 5 may never complete if it starts while a pool
   *     removes a waiting request, and applications often close right after a timeout
   * @return the final response with its whole body; fails with an exception of Vert.x or Netty
   */
  Future<HttpResponse> send(WebClient client, long timeoutMillis) {
    ResponseBody received = new ResponseBody(this, step.maxBodyBytes());
    body = received;
    try {
      return outgoingRequest(client)
          .connectTimeout(timeoutMillis + POOL_GRACE_MILLIS)
          .as(received)
          .send()
          .compose(
              this::toResponse,
              // The request was not sent on the stale connection, so this repeats no nonce count.
              error ->
                  error instanceof StaleConnectionException
                      ? send(client, timeoutMillis)
                      : Future.failedFuture(error));
    } catch (RuntimeException e) {
      return Future.failedFuture(e); // for example from a Web Client that is closed
    }
  }

  private io.vertx.ext.web.client.HttpRequest<Buffer> outgoingRequest(WebClient client) {
    HttpRequest request = step.request();
    URI origin = request.origin();
    boolean tls = "https".equalsIgnoreCase(origin.getScheme());
    int port = origin.getPort() >= 0 ? origin.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    HttpMethod method = HttpMethod.valueOf(request.method());
    io.vertx.ext.web.client.HttpRequest<Buffer> outgoing =
        client
            .request(method, serverAddress(origin, port), port, origin.getHost(), request.target())
            .ssl(tls)
            .followRedirects(false);
    if (!addsFieldsWhenSent) {
      for (HttpHeader header : request.headers()) {
        outgoing.putHeader(header.name(), header.value());
      }
    }
    return outgoing;
  }

  /**
   * Adds the header fields to a request of the library's own native client, as it is sent.
   *
   * <p>They do not pass through the Web Client, because Vert.x copies each field four times and
   * checks it twice. That takes 2 % of the CPU time of a read on Java 17, and 8 % on Java 25.
   */
  void addHeaderFields(HttpHeaders fields) {
    for (HttpHeader header : step.request().headers()) {
      fields.set(toAscii(header.name()), toAscii(header.value()));
    }
  }

  /** Converts a text to the form that Netty checks and writes fastest. */
  private static AsciiString toAscii(String text) {
    return new AsciiString(text.getBytes(StandardCharsets.ISO_8859_1), false);
  }

  /**
   * Returns the address to which Vert.x connects, or null if that is the host of the origin. Vert.x
   * can connect to an IPv6 address only without its brackets. But it sends the host as it is, and
   * the {@code Host} header field needs the brackets (RFC 9112, section 3.2).
   */
  private static @Nullable SocketAddress serverAddress(URI origin, int port) {
    String host = origin.getHost();
    return host.startsWith("[")
        ? SocketAddress.inetSocketAddress(port, host.substring(1, host.length() - 1))
        : null;
  }

  private Future<HttpResponse> toResponse(io.vertx.ext.web.client.HttpResponse<byte[]> received) {
    // Without access to the connection, informational responses other than 100 and 103 arrive here.
    // With it, only 101 does, and on HTTP/2 all others as well.
    if (received.statusCode() < FIRST_FINAL_STATUS) {
      synchronized (this) {
        connectionReleased = false; // the final response may still arrive on this connection
      }
      abort();
      return Future.failedFuture(
          new ProtocolException("status " + received.statusCode() + " is not a final response"));
    }
    synchronized (this) {
      if (sinkFailure != null) {
        return Future.failedFuture(sinkFailure);
      }
    }
    byte[] bytes = received.body();
    return Future.succeededFuture(
        toResponse(received.statusCode(), received.headers(), bytes == null ? new byte[0] : bytes));
  }

  private static HttpResponse toResponse(int status, MultiMap fields, byte[] bytes) {
    List<HttpHeader> headers = new ArrayList<>(); // fields.size() would collect all names in a set
    fields.forEach(field -> headers.add(new HttpHeader(field.getKey(), field.getValue())));
    return HttpResponse.of(status, headers, bytes);
  }

  /** Whether the step is a {@link Step.Transfer}. */
  boolean isTransfer() {
    return step instanceof Step.Transfer;
  }

  /**
   * Called on the context when the head of a response was received, before {@link #headReceived}.
   * Asks a {@link Step.Transfer} for the sink of the body.
   */
  void chooseSink(HttpClientResponse head, ResponseBody received) {
    if (step instanceof Step.Transfer<?> transfer
        && head.statusCode() >= FIRST_FINAL_STATUS
        && isNotAborted()) {
      onProgress();
      HttpResponse response = toResponse(head.statusCode(), head.headers(), new byte[0]);
      try {
        transfer
            .sinkFor()
            .apply(response)
            .ifPresent(sink -> received.passTo(new SinkWriter(sink, this, worker)));
      } catch (RuntimeException | Error thrown) {
        sinkFailed(thrown);
      }
    }
  }

  /** Called on the context when a part of the body was received, and when the sink has written. */
  void onProgress() {
    lastProgressNanos = System.nanoTime();
  }

  /**
   * Returns the time that is left without progress; zero or negative if the exchange has timed out.
   * Must be called on the context, when the timeout of the step has passed.
   */
  Duration timeLeft() {
    if (!(step instanceof Step.Transfer<?> transfer)) {
      return Duration.ZERO;
    }
    return body != null && body.isSinkWriting()
        ? transfer.idleTimeout()
        : transfer.idleTimeout().minusNanos(System.nanoTime() - lastProgressNanos);
  }

  /** Whether the exchange was not aborted. */
  synchronized boolean isNotAborted() {
    return !aborted;
  }

  /**
   * Returns whether a reused connection must not be used.
   *
   * @param idleSinceNanos the end of its last response, as {@link System#nanoTime()}
   */
  boolean mayBeLost(long idleSinceNanos) {
    return lostConnections.isSuspect(idleSinceNanos);
  }

  /**
   * Called when Vert.x has a connection and is about to send the request.
   *
   * @param reused whether the connection has served another request before
   * @return whether the request may be sent; false if the exchange was aborted before
   */
  synchronized boolean beginSending(HttpClientRequest outgoing, boolean reused) {
    if (aborted) {
      outgoing.exceptionHandler(reset -> {}); // without a handler, Vert.x logs an error
      return false;
    }
    sentRequest = outgoing;
    connectionReused = reused;
    return true;
  }

  /** Called when the first bytes of the response were received. */
  synchronized void bytesReceived() {
    bytesReceived = true;
  }

  /**
   * Called when the head of the response was received.
   *
   * @return whether the body is still needed; false if the exchange was aborted before
   */
  synchronized boolean headReceived() {
    headReceived = true;
    return !aborted;
  }

  /**
   * Called when the whole body was received: Vert.x now returns the connection to its pool. On
   * HTTP/1.1 it is called twice: on the event loop, and when the context has received the whole
   * body.
   */
  synchronized void bodyReceived() {
    connectionReleased = !bodyTooLarge;
  }

  /** Called when the body exceeds the limit. Aborts the exchange. */
  void bodyTooLarge() {
    synchronized (this) {
      bodyTooLarge = true;
    }
    abort();
  }

  /** Called when the sink has failed. Aborts the exchange. */
  void sinkFailed(Throwable thrown) {
    synchronized (this) {
      sinkFailure = thrown;
    }
    abort();
  }

  /**
   * Returns the failure that the runner reports for this exchange. From now on the request is not
   * sent any more.
   *
   * @param error an exception of Vert.x or Netty, or the timeout of the exchange
   */
  synchronized TransportFailure toFailure(Throwable error) {
    aborted = true;
    if (sinkFailure != null) {
      return TransportFailure.unknown(TransportFailure.Kind.OTHER, sinkFailure);
    }
    if (connectionAccess && sentRequest == null) {
      return FailureMapper.beforeSending(error);
    }
    if (headReceived) {
      return FailureMapper.inBody(error, bodyTooLarge);
    }
    if (!connectionAccess) {
      return FailureMapper.inUnknownPhase(error);
    }
    boolean lost = connectionReused && !bytesReceived;
    if (lost) {
      lostConnections.recordLoss(System.nanoTime());
    }
    return FailureMapper.beforeResponse(error).withReusedConnection(lost);
  }

  /**
   * Prevents a request that is not sent yet, and frees the connection if the exchange owns one.
   *
   * <p>Closes a connection of HTTP/1.1, because Vert.x would continue to read from it. A connection
   * of HTTP/2 also serves other exchanges, so only the stream of this exchange is reset.
   */
  void abort() {
    HttpClientRequest ownRequest;
    synchronized (this) {
      aborted = true;
      ownRequest = connectionReleased ? null : sentRequest;
    }
    if (ownRequest == null) {
      return;
    }
    try {
      if (ownRequest.version() == HttpVersion.HTTP_2) {
        StreamReset.reset(ownRequest);
      } else {
        ownRequest.connection().close();
      }
    } catch (RejectedExecutionException stopped) {
      // The event loops have stopped, and their connections are closed.
    }
  }
}

package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.BoundedBody;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.LostConnections;
import dev.atlasrestore.exchange.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.retry.Retry;

/**
 * Sends one request and reads one response, for one subscriber. Knows whether the request may have
 * been sent.
 *
 * <p><b>Whether the request is sent.</b> Reactor Netty asks for the request ({@link #send}) only
 * after it has a connection. The event loop of that connection then sets {@link #fate} to {@code
 * UNKNOWN} and sends. A thread that fails or cancels the exchange before that sets it to {@code
 * NOT_SENT}. Only the first of them can set it. So the request is sent if and only if no failure
 * was reported before, and the reported fate is right in both cases.
 *
 * <p><b>Threads.</b> {@link #send} and {@link #receive} run on the event loop. All other methods
 * may be called by any thread.
 */
final class Exchange {

  private static final byte[] NO_BYTES = {};

  private final HttpRequest request;
  private final int maxBodyBytes;
  private final @Nullable BodyTransfer transfer;
  private final LostConnections lostConnections;

  /** Empty until it is decided whether the request is sent. */
  private final AtomicReference<@Nullable Fate> fate = new AtomicReference<>();

  private volatile boolean responseBegan;

  /** The guard of the connection, if it is a reused connection of HTTP/1.1; otherwise null. */
  private volatile @Nullable UnsolicitedDataGuard reusedGuard;

  /** Whether the connection may be lost, so that the request is not sent on it. */
  private volatile boolean stale;

  /** The event loop of the connection, as soon as there is one. */
  private volatile @Nullable Executor eventLoop;

  /** Null on a supplied client: Reactor Netty then reports and logs the failures. */
  private volatile @Nullable Consumer<Throwable> connectionFailures;

  /** The target that replaces the one that Reactor Netty knows; see {@link ReactorRunner}. */
  private volatile @Nullable String hiddenTarget;

  /**
   * Creates an exchange that is not started.
   *
   * @param transfer passes the body to the sink; null for a {@code Send}
   */
  Exchange(
      Step.Exchange<?> step, @Nullable BodyTransfer transfer, LostConnections lostConnections) {
    this.request = step.request();
    this.maxBodyBytes = step.maxBodyBytes();
    this.transfer = transfer;
    this.lostConnections = lostConnections;
  }

  /**
   * Returns the response. Cancelling the subscription closes the connection, or the stream if the
   * connection speaks HTTP/2.
   *
   * @param onConnectionFailure called on the event loop if a connection of the library's own native
   *     client fails before the response. If the exchange is then cancelled, Reactor Netty does not
   *     log a warning with a stack trace
   */
  Flux<HttpResponse> response(ReactorRunner runner, Consumer<Throwable> onConnectionFailure) {
    if (runner.isOwn()) {
      connectionFailures = onConnectionFailure;
      hiddenTarget = transfer != null ? request.target() : null;
    }
    Flux<HttpResponse> response =
        runner.requestSender(request, transfer != null).send(this::send).response(this::receive);
    // The request was not sent on the stale connection, so this repeats no nonce count.
    return lostConnections.hasLosses()
        ? response.retryWhen(Retry.indefinitely().filter(error -> stale))
        : response;
  }

  /**
   * Maps an error to a failure of this exchange. A request that is not sent yet is never sent.
   *
   * @param error an exception of Reactor Netty, or a timeout
   */
  TransportFailure fail(Throwable error) {
    if (fate.compareAndSet(null, Fate.NOT_SENT)) {
      return FailureMapper.beforeSending(error).withReusedConnection(stale);
    }
    if (responseBegan) {
      return FailureMapper.inBody(error);
    }
    UnsolicitedDataGuard guard = reusedGuard;
    boolean lost = guard != null && !guard.hasReceivedBytes();
    if (lost) {
      lostConnections.recordLoss(System.nanoTime());
    }
    return FailureMapper.beforeResponse(error).withReusedConnection(lost);
  }

  /**
   * Runs the task after the connection has returned to its pool.
   *
   * <p>Reactor Netty signals the end of a response and releases the connection in the same task of
   * the event loop. A request that is sent at the signal would need another connection.
   */
  void afterRelease(Runnable task) {
    runOnEventLoop(task);
  }

  /**
   * Runs the task that cancels the subscription. A request that is not sent yet is never sent.
   *
   * <p>The task runs on the event loop of the connection. Reactor Netty loses a response that
   * begins at the moment at which another thread cancels: it never frees the body, and it never
   * closes the connection if the body has no end. On the event loop there is no such moment.
   */
  void cancel(Runnable cancellation) {
    fate.compareAndSet(null, Fate.NOT_SENT);
    runOnEventLoop(cancellation);
  }

  private void runOnEventLoop(Runnable task) {
    Executor loop = eventLoop;
    if (loop != null) {
      try {
        loop.execute(task);
        return;
      } catch (RejectedExecutionException stopped) {
        // The user has shut the event loops down, so no response can arrive at this moment.
      }
    }
    task.run();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nothing waits for the close.
  private Publisher<Void> send(HttpClientRequest outgoing, NettyOutbound outbound) {
    HttpHeaders headers = outgoing.requestHeaders();
    headers
        .remove(HttpHeaderNames.ACCEPT)
        .remove(HttpHeaderNames.ACCEPT_ENCODING)
        .remove(HttpHeaderNames.USER_AGENT)
        .remove(HttpHeaderNames.AUTHORIZATION);
    for (HttpHeader header : request.headers()) {
      headers.set(header.name(), header.value());
    }
    outbound.withConnection(
        connection -> {
          Channel channel = connection.channel();
          eventLoop = channel.eventLoop();
          InformationalResponseFilter.installOnHttp2Stream(channel);
          UnsolicitedDataGuard guard = UnsolicitedDataGuard.of(channel);
          reusedGuard = guard != null && guard.isUsed() ? guard : null;
          stale = reusedGuard != null && lostConnections.isSuspect(reusedGuard.idleSinceNanos());
          if (stale) {
            channel.close();
          } else if (guard != null) {
            guard.beforeRequest(connectionFailures, hiddenTarget);
          }
        });
    if (stale) {
      return Mono.error(new ClosedChannelException());
    }
    if (!fate.compareAndSet(null, Fate.UNKNOWN)) {
      return Mono.never(); // The exchange has failed and is about to be cancelled.
    }
    return outbound;
  }

  private Mono<HttpResponse> receive(HttpClientResponse head, ByteBufFlux body) {
    responseBegan = true;
    // Reactor Netty keeps this exchange in its idle connection, and the consumer refers to the
    // call.
    connectionFailures = null;
    return transfer == null
        ? keepInMemory(head, body)
        : Mono.defer(() -> transfer(transfer, head, body));
  }

  private Mono<HttpResponse> transfer(
      BodyTransfer transfer, HttpClientResponse head, ByteBufFlux body) {
    HttpResponse response = toResponse(head, NO_BYTES);
    Optional<BodySink> sink = transfer.sinkFor(response);
    if (sink.isEmpty()) {
      return keepInMemory(head, transfer.observe(body));
    }
    // The channel of the request is another one if the connection was upgraded to HTTP/2.
    Channel channel = ((Connection) head).channel();
    return transfer.write(body, sink.get(), channel, this::runOnEventLoop).thenReturn(response);
  }

  private Mono<HttpResponse> keepInMemory(HttpClientResponse head, Flux<ByteBuf> body) {
    int declared = head.responseHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, -1);
    return body.collect(
            () -> new BoundedBody(maxBodyBytes, declared),
            (kept, part) -> kept.add(part.readableBytes(), part::readBytes))
        .map(kept -> toResponse(head, kept.bytes()));
  }

  private static HttpResponse toResponse(HttpClientResponse head, byte[] body) {
    List<HttpHeader> headers = new ArrayList<>(head.responseHeaders().size());
    for (Map.Entry<String, String> header : head.responseHeaders()) {
      headers.add(new HttpHeader(header.getKey(), header.getValue()));
    }
    return HttpResponse.of(head.status().code(), headers, body);
  }
}

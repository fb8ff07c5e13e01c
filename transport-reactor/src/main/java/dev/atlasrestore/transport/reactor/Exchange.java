package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One exchange, for one subscriber. Knows whether the request may have left: the stack asks for its
 * header fields only once it has a connection, and it is decided there and then, once, whether it
 * goes out or has failed before.
 */
final class Exchange {

  private final HttpRequest request;
  private final int maxBodyBytes;
  private final AtomicReference<@Nullable Fate> fate = new AtomicReference<>();
  private volatile boolean headArrived;
  private volatile @Nullable Executor eventLoop;

  Exchange(HttpRequest request, int maxBodyBytes) {
    this.request = request;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** The answer, none for who has cancelled; to cancel closes the connection. */
  Flux<HttpResponse> on(ReactorRunner runner) {
    return runner
        .requests(request.method())
        .uri(request.uri())
        .send(this::send)
        .response(this::receive);
  }

  /** What this error, from the stack or of time that ran out, says of the exchange. */
  TransportFailure failed(Throwable error) {
    if (fate.compareAndSet(null, Fate.NOT_SENT)) {
      return Failures.beforeSending(error);
    }
    return headArrived ? Failures.inBody(error) : Failures.beforeAnswer(error);
  }

  /**
   * Runs this when the connection is back in its pool. The stack tells the end of an answer just
   * before that: who sends the next request there and then would need another connection.
   */
  void afterRelease(Runnable next) {
    onEventLoop(next);
  }

  /** Runs this where the answer comes; a request that has no connection yet never goes out. */
  void cancelling(Runnable cancel) {
    fate.compareAndSet(null, Fate.NOT_SENT);
    onEventLoop(cancel);
  }

  private void onEventLoop(Runnable work) {
    Executor connection = eventLoop;
    if (connection != null) {
      try {
        connection.execute(work);
        return;
      } catch (RejectedExecutionException stopped) {
        // the client's owner has shut its threads down: nothing comes any more
      }
    }
    work.run();
  }

  private Publisher<Void> send(HttpClientRequest outgoing, NettyOutbound connection) {
    HttpHeaders fields = outgoing.requestHeaders();
    fields
        .remove(HttpHeaderNames.ACCEPT)
        .remove(HttpHeaderNames.ACCEPT_ENCODING)
        .remove(HttpHeaderNames.USER_AGENT)
        .remove(HttpHeaderNames.AUTHORIZATION);
    for (HttpHeader field : request.headers()) {
      fields.set(field.name(), field.value());
    }
    connection.withConnection(held -> eventLoop = held.channel().eventLoop());
    // Who has failed meanwhile is about to cancel, which takes the connection away.
    return fate.compareAndSet(null, Fate.UNKNOWN) ? connection : Mono.never();
  }

  private Mono<HttpResponse> receive(HttpClientResponse head, ByteBufFlux content) {
    headArrived = true;
    return content
        .collect(() -> new Body(head.responseHeaders(), maxBodyBytes), Body::add)
        .map(body -> answer(head, body));
  }

  private static HttpResponse answer(HttpClientResponse head, Body body) {
    List<HttpHeader> fields = new ArrayList<>(head.responseHeaders().size());
    for (Map.Entry<String, String> field : head.responseHeaders()) {
      fields.add(new HttpHeader(field.getKey(), field.getValue()));
    }
    return HttpResponse.of(head.status().code(), fields, body.bytes());
  }
}

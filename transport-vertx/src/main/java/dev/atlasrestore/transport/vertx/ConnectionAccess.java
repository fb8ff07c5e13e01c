package dev.atlasrestore.transport.vertx;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.CachingWebClient;
import io.vertx.ext.web.client.CachingWebClientOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientBase;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Gives an {@link Exchange} the connection on which the Web Client is about to send its request.
 *
 * <p>The public API of the Web Client hides the connection. An exchange needs it for four things:
 * to close the connection when the exchange is aborted, to know whether the request may have been
 * sent, to know whether the connection is a reused one, and to skip informational responses. The
 * public API also hides the head of a response until its body is complete. An exchange needs the
 * head before the body, because the head decides which sink receives the body. This class gets both
 * through an interceptor, which is internal API of the Web Client, in a package that Vert.x 5 does
 * not export. No other class of this module uses internal API of Vert.x.
 *
 * <p><b>Supplied clients do not change.</b> The application owns a supplied Web Client and may use
 * it longer than this library, so the interceptor must not be added to it: nothing can remove it
 * again. This class adds it to a copy. The public API has no method that only copies a client, so
 * this class creates a {@link CachingWebClient} that caches nothing. The copy has the interceptors
 * that the client has at that time, and shares its connections.
 */
final class ConnectionAccess {

  private static final @Nullable MethodHandle CHANNEL_HANDLER_CONTEXT = findChannelHandlerContext();

  private static final Handler<Throwable> IGNORED = reported -> {};

  private ConnectionAccess() {}

  /**
   * Adds the interceptor to the library's own native client and returns that client. Vert.x then
   * logs no error of a connection, because the call reports it.
   *
   * @return empty if there is no access: on the module path of Vert.x 5
   */
  static Optional<WebClient> onOwn(WebClient client) {
    try {
      Handler<HttpContext<?>> interceptor = context -> intercept(context, true);
      ((WebClientInternal) client).addInterceptor(interceptor);
      return Optional.of(client);
    } catch (IllegalAccessError packageNotExported) {
      return Optional.empty();
    }
  }

  /**
   * Returns a copy of this client, on which exchanges get their connections. Closing the copy would
   * close the client. The connections keep the exception handlers that the application sets.
   *
   * @return empty if there is no access: on the module path of Vert.x 5, and for a client that is
   *     wrapped or has a cache. Exchanges on such a client still end at their timeout
   */
  static Optional<WebClient> onCopyOf(WebClient client) {
    try {
      // Created here, because this too fails if the package is not exported.
      Handler<HttpContext<?>> interceptor = context -> intercept(context, false);
      if (!(client instanceof WebClientBase)) {
        return Optional.empty();
      }
      CachingWebClientOptions nothing =
          new CachingWebClientOptions().setCachedMethods(Set.of()).setCachedStatusCodes(Set.of());
      WebClient copy = CachingWebClient.create(client, nothing);
      ((WebClientInternal) copy).addInterceptor(interceptor);
      return Optional.of(copy);
    } catch (IllegalStateException hasACache) {
      return Optional.empty();
    } catch (IllegalAccessError packageNotExported) {
      return Optional.empty();
    }
  }

  /**
   * Whether the connections of a client get the handlers of {@link InformationalResponseFilter}, if
   * they speak HTTP/1.1. The library's own native client speaks nothing else.
   */
  static boolean addsHandlers() {
    return CHANNEL_HANDLER_CONTEXT != null;
  }

  private static void intercept(HttpContext<?> context, boolean onOwnClient) {
    boolean proceed = true;
    if (context.request().bodyCodec() instanceof ResponseBody body) {
      if (context.phase() == ClientPhase.SEND_REQUEST) {
        proceed = beginSending(context, body.exchange(), onOwnClient);
      } else if (context.phase() == ClientPhase.RECEIVE_RESPONSE) {
        body.exchange().chooseSink(context.clientResponse(), body);
      }
    }
    if (proceed) {
      context.next();
    }
  }

  private static boolean beginSending(
      HttpContext<?> context, Exchange exchange, boolean onOwnClient) {
    HttpClientRequest request = context.clientRequest();
    if (onOwnClient) {
      // Without a handler, Vert.x logs an error with a stack trace.
      request.connection().exceptionHandler(IGNORED);
    }
    Optional<ChannelHandlerContext> handler = http1Handler(request);
    Optional<Long> idleSince = handler.flatMap(InformationalResponseFilter::idleSinceNanos);
    if (idleSince.isPresent() && exchange.mayBeLost(idleSince.get())) {
      request.exceptionHandler(reset -> {}); // without a handler, Vert.x logs an error
      request.connection().close();
      context.fail(new StaleConnectionException());
      return false;
    }
    if (!exchange.beginSending(request, idleSince.isPresent())) {
      context.fail(new CancellationException("the exchange was aborted before it was sent"));
      return false;
    }
    handler.ifPresent(
        vertx -> InformationalResponseFilter.filterNext(vertx, exchange, onOwnClient));
    return true;
  }

  /** Returns Vert.x's handler of a connection of HTTP/1.1, if it is accessible. */
  private static Optional<ChannelHandlerContext> http1Handler(HttpClientRequest request) {
    if (CHANNEL_HANDLER_CONTEXT == null || request.version() == HttpVersion.HTTP_2) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (ChannelHandlerContext) CHANNEL_HANDLER_CONTEXT.invoke(request.connection()));
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new IllegalStateException("a getter of Vert.x threw a checked exception", checked);
    }
  }

  /**
   * Finds the getter of the channel. The interface that declares it has another name in Vert.x 5.
   *
   * @return null if there is no such interface or it is not accessible
   */
  private static @Nullable MethodHandle findChannelHandlerContext() {
    for (String name :
        List.of(
            "io.vertx.core.http.impl.HttpClientConnection",
            "io.vertx.core.http.impl.HttpClientConnectionInternal")) {
      try {
        Class<?> connection = Class.forName(name, false, HttpConnection.class.getClassLoader());
        return MethodHandles.publicLookup()
            .findVirtual(
                connection,
                "channelHandlerContext",
                MethodType.methodType(ChannelHandlerContext.class));
      } catch (ReflectiveOperationException otherVersion) {
        // The next name may exist.
      }
    }
    return null;
  }
}

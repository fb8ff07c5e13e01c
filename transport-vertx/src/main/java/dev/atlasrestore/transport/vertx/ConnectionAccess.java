package dev.atlasrestore.transport.vertx;

import io.vertx.ext.web.client.CachingWebClient;
import io.vertx.ext.web.client.CachingWebClientOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientBase;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Gives an {@link Exchange} the connection on which the Web Client is about to send its request.
 *
 * <p>The public API of the Web Client hides the connection. An exchange needs it for two things: to
 * close the connection when the exchange is aborted, and to know whether the request may have been
 * sent. This class gets it through an interceptor, which is internal API of the Web Client, in a
 * package that Vert.x 5 does not export. No other class of this module uses that package.
 *
 * <p><b>Supplied clients do not change.</b> The application owns a supplied Web Client and may use
 * it longer than this library, so the interceptor must not be added to it: nothing can remove it
 * again. It is added to a copy. The public API copies a client only together with another feature.
 * This class takes the cache of {@link CachingWebClient} and lets it cache nothing. The copy has
 * the interceptors that the client has at that time, and shares its connections.
 */
final class ConnectionAccess {

  private ConnectionAccess() {}

  /**
   * Returns a copy of this client, on which exchanges get their connections. Closing the copy would
   * close the client.
   *
   * @return empty if there is no access: on the module path of Vert.x 5, and for a client that is
   *     wrapped or has a cache. Exchanges on such a client still end at their timeout
   */
  static Optional<WebClient> through(WebClient client) {
    try {
      if (!(client instanceof WebClientBase)) {
        return Optional.empty();
      }
      CachingWebClientOptions nothing =
          new CachingWebClientOptions().setCachedMethods(Set.of()).setCachedStatusCodes(Set.of());
      WebClient copy = CachingWebClient.create(client, nothing);
      ((WebClientInternal) copy).addInterceptor(ConnectionAccess::intercept);
      return Optional.of(copy);
    } catch (IllegalStateException hasACache) {
      return Optional.empty();
    } catch (IllegalAccessError packageNotExported) {
      return Optional.empty();
    }
  }

  private static void intercept(HttpContext<?> context) {
    if (context.phase() == ClientPhase.SEND_REQUEST
        && context.request().bodyCodec() instanceof BoundedBodyCodec body
        && !body.exchange().beginSending(context.clientRequest())) {
      context.fail(new CancellationException("the exchange was aborted before it was sent"));
    } else {
      context.next();
    }
  }
}

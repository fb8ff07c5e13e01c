package dev.atlasrestore.transport.vertx;

import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;

/**
 * Gives an {@link Exchange} the connection on which the Web Client is about to send its request.
 *
 * <p>The public API of the Web Client hides the connection. An exchange needs it for two things: to
 * close the connection when the exchange is aborted, and to know whether the request may have been
 * sent. This class gets it through an interceptor, which is internal API of the Web Client, in a
 * package that Vert.x 5 does not export. No other class of this module uses that package.
 *
 * <p>There is no access on the module path of Vert.x 5 and to a client that an application has
 * wrapped. Exchanges on such a client still end at their timeout.
 */
final class ConnectionAccess {

  private static final Set<WebClient> INTERCEPTED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private ConnectionAccess() {}

  /**
   * Adds the interceptor to this client, once. The interceptor keeps no state and changes only
   * requests of this module.
   *
   * @return whether exchanges on this client get their connections
   */
  static boolean install(WebClient client) {
    try {
      if (!(client instanceof WebClientInternal internal)) {
        return false;
      }
      if (INTERCEPTED.add(client)) {
        internal.addInterceptor(ConnectionAccess::intercept);
      }
      return true;
    } catch (IllegalAccessError packageNotExported) {
      return false;
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

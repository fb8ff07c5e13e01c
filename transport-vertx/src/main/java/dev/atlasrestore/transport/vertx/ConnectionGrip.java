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
 * Takes hold of the connection under a Web Client's request, which the public API does not give:
 * without it an exchange that ran out of time could not be ended, and whether a request has left
 * could not be known. The only user of a package that Vert.x 5 does not export; where there is no
 * access, nothing is held, and exchanges just end in time.
 *
 * <p>A client is asked once, whoever borrows it how often: the interceptor keeps no state and
 * touches our own requests only.
 */
final class ConnectionGrip {

  private static final Set<WebClient> HELD =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private ConnectionGrip() {}

  /** Takes hold of what this client will send; says whether that is possible. */
  static boolean on(WebClient client) {
    try {
      if (!(client instanceof WebClientInternal internal)) {
        return false;
      }
      if (HELD.add(client)) {
        internal.addInterceptor(ConnectionGrip::intercept);
      }
      return true;
    } catch (IllegalAccessError noAccess) {
      return false; // on the module path of Vert.x 5
    }
  }

  private static void intercept(HttpContext<?> context) {
    if (context.phase() == ClientPhase.SEND_REQUEST
        && context.request().bodyCodec() instanceof CappedBody body
        && !body.exchange().sends(context.clientRequest())) {
      context.fail(new CancellationException("ended before it was sent")); // takes it back
    } else {
      context.next();
    }
  }
}

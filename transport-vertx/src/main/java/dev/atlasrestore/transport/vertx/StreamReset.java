package dev.atlasrestore.transport.vertx;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Resets the stream of a request. The method {@code reset()} returns a boolean in Vert.x 4.5 and a
 * future in Vert.x 5, so compiled code can only call one of them.
 */
final class StreamReset {

  private static final MethodHandle RESET = findReset();

  private StreamReset() {}

  private static MethodHandle findReset() {
    try {
      return find(boolean.class);
    } catch (NoSuchMethodException onVertx5) {
      try {
        return find(Future.class);
      } catch (NoSuchMethodException unknownVersion) {
        throw new IllegalStateException("Vert.x has no HttpClientRequest.reset()", unknownVersion);
      }
    }
  }

  private static MethodHandle find(Class<?> result) throws NoSuchMethodException {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HttpClientRequest.class, "reset", MethodType.methodType(result))
          .asType(MethodType.methodType(void.class, HttpClientRequest.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("HttpClientRequest.reset() is not public", e);
    }
  }

  static void reset(HttpClientRequest request) {
    try {
      RESET.invokeExact(request);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new IllegalStateException("reset() threw a checked exception", checked);
    }
  }
}

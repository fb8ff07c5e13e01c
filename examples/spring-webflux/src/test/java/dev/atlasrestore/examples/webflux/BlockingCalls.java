package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets no test pass in which a thread that must not block did. BlockHound alone throws where it
 * happens, and there it may be caught; this remembers.
 */
public final class BlockingCalls implements BlockHoundIntegration, AfterEachCallback {

  private static final Queue<BlockingOperationError> SEEN = new ConcurrentLinkedQueue<>();

  /** For JUnit and for BlockHound, which finds this class as a service. */
  public BlockingCalls() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.blockingMethodCallback(
        method -> {
          BlockingOperationError error = new BlockingOperationError(method);
          SEEN.add(error);
          throw error;
        });
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(forget()).isNull();
  }

  /** The first blocking call since the last time, null if there was none. */
  static BlockingOperationError forget() {
    BlockingOperationError first = SEEN.peek();
    SEEN.clear();
    return first;
  }
}

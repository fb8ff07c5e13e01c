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
 * Fails a test if a thread that must not block has blocked during it. BlockHound alone throws an
 * error in the blocking call, where code may catch it. This extension records the error.
 */
public final class BlockingCalls implements BlockHoundIntegration, AfterEachCallback {

  private static final Queue<BlockingOperationError> SEEN = new ConcurrentLinkedQueue<>();

  /** Called by JUnit and by BlockHound, which loads this class as a service. */
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
    assertThat(takeFirst()).isNull();
  }

  /**
   * Returns the first blocking call since the last call of this method, or null if there was none.
   */
  static BlockingOperationError takeFirst() {
    BlockingOperationError first = SEEN.peek();
    SEEN.clear();
    return first;
  }
}

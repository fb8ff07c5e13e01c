package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Finds Netty buffers that were collected without having been released. */
final class BufferLeaks {

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();

  private BufferLeaks() {}

  /** Starts to watch every buffer that is allocated from now on. */
  static BufferLeaks watch() {
    BufferLeaks buffers = new BufferLeaks();
    ByteBufUtil.setLeakListener((resource, records) -> buffers.leaks.add(records));
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    return buffers;
  }

  /** Stops watching. Netty reports a leak when it allocates a buffer after the collection. */
  void assertNone() {
    for (int i = 0; i < 10; i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.buffer(64).release();
    }
    ResourceLeakDetector.setLevel(levelBefore);
    ByteBufUtil.setLeakListener(null);
    assertThat(leaks).isEmpty();
  }
}

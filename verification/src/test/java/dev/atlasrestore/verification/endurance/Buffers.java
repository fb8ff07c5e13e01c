package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Netty's buffers, each of them watched from now on. */
final class Buffers {

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

  private Buffers() {}

  static Buffers watched() {
    Buffers buffers = new Buffers();
    ByteBufUtil.setLeakListener((resource, records) -> buffers.leaks.add(records));
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    return buffers;
  }

  /** A leak is reported when its buffer is collected and another one is made. */
  void assertNoneLeaked() {
    for (int i = 0; i < 10; i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.buffer(64).release();
    }
    ResourceLeakDetector.setLevel(before);
    ByteBufUtil.setLeakListener(null);
    assertThat(leaks).isEmpty();
  }
}

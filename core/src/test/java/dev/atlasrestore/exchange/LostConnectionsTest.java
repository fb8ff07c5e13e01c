package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LostConnectionsTest {

  private final LostConnections lost = new LostConnections();

  @Test
  void withoutALossNoConnectionIsSuspect() {
    assertThat(lost.hasLosses()).isFalse();
    assertThat(lost.isSuspect(Long.MIN_VALUE)).isFalse();
    assertThat(lost.isSuspect(0)).isFalse();
  }

  @Test
  void connectionThatWasIdleAtTheLossIsSuspect() {
    lost.recordLoss(100);
    assertThat(lost.hasLosses()).isTrue();
    assertThat(lost.isSuspect(99)).isTrue();
    assertThat(lost.isSuspect(100)).isTrue();
    assertThat(lost.isSuspect(101)).isFalse();
  }

  /** {@code System.nanoTime()} may overflow between two values. */
  @Test
  void timesMayOverflow() {
    lost.recordLoss(Long.MIN_VALUE + 5);
    assertThat(lost.isSuspect(Long.MAX_VALUE - 5)).isTrue();
    assertThat(lost.isSuspect(Long.MIN_VALUE + 6)).isFalse();
  }
}

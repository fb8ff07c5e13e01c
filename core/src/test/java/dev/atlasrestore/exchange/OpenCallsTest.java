package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenCallsTest {

  private final OpenCalls<Integer> calls = new OpenCalls<>();
  private final Set<Integer> ended = ConcurrentHashMap.newKeySet();

  @Test
  void closeEndsTheCallsThatAreOpen() {
    assertThat(calls.add(1)).isTrue();
    assertThat(calls.add(2)).isTrue();
    assertThat(calls.remove(1)).isTrue();
    assertThat(calls.remove(1)).isFalse();
    assertThat(calls).containsExactly(2);
    calls.close(ended::add);
    assertThat(ended).containsExactly(2);
  }

  @Test
  void callAfterCloseIsNotAccepted() {
    assertThat(calls.isClosed()).isFalse();
    calls.close(ended::add);
    assertThat(calls.isClosed()).isTrue();
    assertThat(calls.add(1)).isFalse();
    calls.close(ended::add);
    assertThat(ended).containsExactly(1);
  }

  @Test
  void endMayRemoveCalls() {
    IntStream.range(0, 100).forEach(calls::add);
    calls.close(calls::remove);
    assertThat(calls).isEmpty();
  }

  @Test
  void callThatEntersWhileTheClientClosesIsEnded() throws Exception {
    for (int round = 0; round < 2000; round++) {
      OpenCalls<Integer> open = new OpenCalls<>();
      Set<Integer> endedByClose = ConcurrentHashMap.newKeySet();
      CyclicBarrier start = new CyclicBarrier(2);
      FutureTask<Boolean> entering =
          new FutureTask<>(
              () -> {
                start.await(10, TimeUnit.SECONDS);
                return open.add(1);
              });
      new Thread(entering).start();
      start.await(10, TimeUnit.SECONDS);
      open.close(endedByClose::add);
      boolean accepted = entering.get(10, TimeUnit.SECONDS);
      assertThat(accepted && endedByClose.isEmpty()).as("accepted and never ended").isFalse();
    }
  }
}

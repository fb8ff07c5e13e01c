package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OpenPortTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  private final AtomicInteger closes = new AtomicInteger();

  /** Returns the same job for every reference. */
  private static class FuturePort implements RestoreJobPort<CompletableFuture<RestoreJob>> {

    @Override
    public CompletableFuture<RestoreJob> get(RestoreJobRef ref) {
      return CompletableFuture.completedFuture(JOB);
    }

    @Override
    public CompletableFuture<RestoreJob> awaitCompletion(RestoreJobRef ref) {
      return get(ref);
    }

    @Override
    public CompletableFuture<RestoreJob> awaitCompletion(
        RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
      onPoll.accept(JOB);
      return get(ref);
    }
  }

  private static final class FutureBatchPort extends FuturePort
      implements RestoreBatchPort<CompletableFuture<List<RestoreJob>>> {

    @Override
    public CompletableFuture<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
      return CompletableFuture.completedFuture(refs.stream().map(ref -> JOB).toList());
    }
  }

  private OpenPort adapt(RestoreJobPort<?> port) {
    return OpenPort.of(
        port, future -> ((CompletableFuture<?>) future).join(), closes::incrementAndGet);
  }

  @Test
  void adaptedPortWaitsForEveryResult() {
    OpenPort port = adapt(new FuturePort());
    assertThat(port.get(REF)).isEqualTo(JOB);
    assertThat(port.awaitCompletion(REF)).isEqualTo(JOB);
    List<RestoreJob> polls = new ArrayList<>();
    assertThat(port.awaitCompletion(REF, polls::add)).isEqualTo(JOB);
    assertThat(polls).containsExactly(JOB);
    port.close();
    assertThat(closes).hasValue(1);
  }

  @Test
  void adaptedPortSupportsBatchesIfItsPortDoes() {
    assertThat(adapt(new FuturePort()).batches()).isEmpty();
    RestoreBatchPort<List<RestoreJob>> batches =
        adapt(new FutureBatchPort()).batches().orElseThrow();
    assertThat(batches.awaitAll(List.of(REF, REF))).containsExactly(JOB, JOB);
  }

  @Test
  void adaptedBlockingPortReturnsTheSameResults() {
    OpenPort blocking = OpenPort.of(adapt(new FuturePort()), () -> {});
    assertThat(blocking.get(REF)).isEqualTo(JOB);
    assertThat(blocking.batches()).isEmpty();
  }

  @Test
  void cancellablePortAddsItsOperationsToThePort() throws InterruptedException {
    OpenPort port = adapt(new FutureBatchPort());
    CancellablePort cancellable =
        CancellablePort.of(
            port, Map.of("get", ref -> Running.interruptible(() -> port.get(ref))), Map.of());
    assertThat(cancellable.reads().get("get").apply(REF).await()).isEqualTo(JOB);
    assertThat(cancellable.waits()).isEmpty();
    assertThat(cancellable.batches()).isPresent();
    assertThat(cancellable.get(REF)).isEqualTo(JOB);
    cancellable.close();
    assertThat(closes).hasValue(1);
  }

  @Test
  void interruptibleCallThrowsTheSameInstance() {
    IOException failure = new IOException("of the call");
    Running<String> running =
        Running.interruptible(
            () -> {
              throw failure;
            });
    assertThatThrownBy(running::await).isSameAs(failure);
  }

  @Test
  void runningFutureThrowsTheSameInstanceAndIsCancelled() {
    IOException failure = new IOException("of the call");
    CompletableFuture<String> failed = CompletableFuture.failedFuture(failure);
    assertThatThrownBy(Running.of(failed)::await).isSameAs(failure);
    CompletableFuture<String> pending = new CompletableFuture<>();
    Running.of(pending).cancel();
    assertThat(pending).isCancelled();
  }

  @Test
  void cancelInterruptsAnInterruptibleCall() {
    Running<String> running =
        Running.interruptible(
            () -> {
              new CountDownLatch(1).await();
              return "never";
            });
    running.cancel();
    assertThatThrownBy(running::await).isInstanceOf(InterruptedException.class);
  }
}

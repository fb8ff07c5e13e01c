package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Waits for the results of a port whose methods return a future, a publisher or the like. */
record AdaptedPort(RestoreJobPort<?> port, Function<Object, ?> await, Runnable closeAction)
    implements OpenPort {

  @Override
  public RestoreJob get(RestoreJobRef ref) {
    return job(port.get(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref) {
    return job(port.awaitCompletion(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return job(port.awaitCompletion(ref, onPoll));
  }

  private RestoreJob job(Object result) {
    return (RestoreJob) await.apply(result);
  }

  @Override
  public Optional<RestoreBatchPort<List<RestoreJob>>> batches() {
    return port instanceof RestoreBatchPort<?> batches
        ? Optional.of(refs -> jobs(batches.awaitAll(refs)))
        : Optional.empty();
  }

  @SuppressWarnings("unchecked") // The result of every batch is a list of jobs.
  private List<RestoreJob> jobs(Object result) {
    return (List<RestoreJob>) await.apply(result);
  }

  @Override
  public void close() {
    closeAction.run();
  }

  /** Delegates, so that the rules about secrets see the port's own text. */
  @Override
  public String toString() {
    return port.toString();
  }
}

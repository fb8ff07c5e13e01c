package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.RestoreJobRef;
import java.util.Map;
import java.util.function.Function;

/**
 * A port whose calls can be given up. The rules about cancelling need it; what only implements
 * {@link OpenPort} is asked to end its calls by closing.
 */
public interface CancellablePort extends OpenPort {

  /**
   * The operations that can be given up in the way of their world, each by a name for reports. A
   * function begins one of them for a job and returns at once. {@link Running#cancel()} disposes,
   * cancels or interrupts it.
   *
   * @return operations that end by themselves when the job has been read
   */
  Map<String, Function<RestoreJobRef, Running<?>>> reads();

  /** The same for operations that wait for a job's end. */
  Map<String, Function<RestoreJobRef, Running<?>>> waits();
}

package dev.atlasrestore;

import java.util.function.Consumer;

/**
 * Operations on restore jobs, {@code GET
 * /groups/{GROUP-ID}/clusters/{CLUSTER}/restoreJobs/{JOB-ID}}.
 *
 * <p>{@code J} is how a transport hands out a job: the job itself where a thread may block,
 * otherwise the carrier of its world. Every implementation is safe for use by many threads at once.
 * All operations only read, so they are safe to repeat; what is repeated for you is said by {@link
 * RetryPolicy} and {@link PollPolicy}.
 *
 * <p>A job that ended badly ({@link JobStatus#BROKEN}, {@link JobStatus#KILLED}) is a result, not
 * an exception. Failures are {@link AtlasException}s, thrown or signalled unwrapped.
 *
 * @param <J> a job, or the carrier that will hold one
 */
public interface RestoreJobPort<J> {

  /**
   * Reads one job. Takes one request when a nonce is remembered, two otherwise, and at most {@link
   * Timeouts#call()}.
   *
   * @param ref which job
   * @return the job, or its carrier
   */
  J get(RestoreJobRef ref);

  /**
   * Reads a job again and again until its status is terminal ({@link JobStatus#isTerminal()}).
   *
   * <p>Fails with {@link DeadlineExceededException}, which holds the last job seen, when {@link
   * PollPolicy#deadline()} has passed, or as soon as the {@linkplain PollPolicy#withRate rate} of
   * polls leaves no other before then, which its message says; a poll that fails in passing (no
   * answer, 408, 429, 500, 502, 503, 504) does not end the wait, nor does a host's name that cannot
   * be resolved, once there was an answer.
   *
   * @param ref which job
   * @return the ended job, or its carrier
   */
  J awaitCompletion(RestoreJobRef ref);

  /**
   * The same as {@link #awaitCompletion(RestoreJobRef)}, and shows every answer to {@code onPoll},
   * in order, the last one included.
   *
   * @param ref which job
   * @param onPoll called on the thread that received the answer; must not block where the transport
   *     may not. What it throws ends the wait with that very exception
   * @return the ended job, or its carrier
   */
  J awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll);
}

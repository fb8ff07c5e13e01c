package dev.atlasrestore;

import java.util.function.Consumer;

/**
 * Reads restore jobs and waits for their end. It sends {@code GET
 * /groups/{GROUP-ID}/clusters/{CLUSTER}/restoreJobs/{JOB-ID}}.
 *
 * <p>{@code J} is the return type of the transport: {@link RestoreJob} itself if the transport
 * blocks, else a type that will hold the job, such as {@code Mono<RestoreJob>}. Every
 * implementation is thread-safe. All operations only read, so repeating them is safe. The library
 * itself repeats requests as {@link RetryPolicy} and {@link PollPolicy} say.
 *
 * <p>A job that has ended badly ({@link JobStatus#BROKEN}, {@link JobStatus#KILLED}) is a result,
 * not an exception; {@link RestoreJob#requireSucceeded()} turns it into one. A call that fails ends
 * with an {@link AtlasException}, which is never wrapped in another exception.
 *
 * @param <J> the job, or the type that will hold it
 */
public interface RestoreJobPort<J> {

  /**
   * Reads one job, within {@link Timeouts#call()}. It takes one request if the client has a valid
   * nonce, else two.
   *
   * @param ref the job to read
   * @return the job
   */
  J get(RestoreJobRef ref);

  /**
   * Polls a job until its status is terminal ({@link JobStatus#isTerminal()}).
   *
   * <p>Until the service has responded, a failed poll ends the wait with the exception that {@link
   * #get} would fail with. Until the first successful poll, a failure that {@link RetryPolicy} does
   * not retry ends the wait. After that, only these failures end it:
   *
   * <ul>
   *   <li>an error of the service itself: a status of 4xx or 5xx that is not retried, with a JSON
   *       error object in its body;
   *   <li>the third poll in a row in which the service refuses the key;
   *   <li>a response with a wrong {@code rspauth}: the server does not prove that it knows the key.
   * </ul>
   *
   * <p>The wait fails with {@link DeadlineExceededException}, which holds the last job seen, when
   * {@link PollPolicy#deadline()} has passed, or when there is no time for another poll before it.
   *
   * @param ref the job to wait for
   * @return the job with a terminal status
   */
  J awaitCompletion(RestoreJobRef ref);

  /**
   * Polls a job like {@link #awaitCompletion(RestoreJobRef)} and passes the result of every
   * successful poll to {@code onPoll}, in order, the last one included.
   *
   * @param ref the job to wait for
   * @param onPoll called on the thread that received the response; must not block if that thread is
   *     an event loop. An exception that it throws ends the wait: the call fails with the same
   *     instance
   * @return the job with a terminal status
   */
  J awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll);

  /**
   * Polls a job like {@link #awaitCompletion(RestoreJobRef)}, with this policy instead of the
   * client's. Nonces, the rate of polls and the retry budget stay those of the client.
   */
  default J awaitCompletion(RestoreJobRef ref, PollPolicy policy) {
    return awaitCompletion(ref, policy, job -> {});
  }

  /**
   * Polls a job like {@link #awaitCompletion(RestoreJobRef, Consumer)}, with this policy instead of
   * the client's.
   *
   * @throws UnsupportedOperationException if this implementation has no policies per call; all
   *     clients of this library have them
   */
  default J awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no policies per call: override awaitCompletion");
  }

  /**
   * Polls a job until its file can be downloaded: until {@link RestoreJob#download} is {@link
   * Download.State#AVAILABLE} according to the response.
   *
   * <p>Fails with {@link DownloadUnavailableException} as soon as there will be no file: the job or
   * its delivery has failed, the link has expired or is used up, or the data is delivered in
   * another way. A job that has ended without a ready file is polled until the deadline. In all
   * other respects this wait is like {@link #awaitCompletion(RestoreJobRef)}.
   *
   * @return the job, whose {@link RestoreJob#delivery()} has the link
   * @throws UnsupportedOperationException if this implementation does not wait for files; all
   *     clients of this library do
   */
  default J awaitDownload(RestoreJobRef ref) {
    throw new UnsupportedOperationException(
        getClass().getName() + " does not wait for files: override awaitDownload");
  }

  /**
   * Waits like {@link #awaitDownload(RestoreJobRef)}, with this policy instead of the client's.
   *
   * @throws UnsupportedOperationException if this implementation does not wait for files
   */
  default J awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    throw new UnsupportedOperationException(
        getClass().getName() + " does not wait for files: override awaitDownload");
  }
}

package dev.atlasrestore;

/**
 * The thread that waited was interrupted; blocking transports only. The thread's interrupt flag
 * stays set. Has no attempts and no elapsed time, and no {@link CallEvent.Done} goes before it.
 */
public final class CallInterruptedException extends AtlasException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one sentence for people
   * @param cause the interruption, which is where the wait stood
   */
  public CallInterruptedException(String message, InterruptedException cause) {
    super(message, cause, CallStats.NONE);
  }
}

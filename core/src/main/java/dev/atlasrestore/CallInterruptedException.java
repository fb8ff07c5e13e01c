package dev.atlasrestore;

/**
 * The calling thread was interrupted; only blocking transports throw this. The interrupt flag of
 * the thread stays set. {@link #attempts()} is 0 and {@link #elapsed()} is zero. {@link
 * CallListener} receives {@link CallEvent.Cancelled}, unless the call had not started.
 */
public final class CallInterruptedException extends AtlasException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence for people
   * @param cause the interruption; its stack trace shows where the thread was
   */
  public CallInterruptedException(String message, InterruptedException cause) {
    super(message, cause, CallStats.NONE);
  }
}

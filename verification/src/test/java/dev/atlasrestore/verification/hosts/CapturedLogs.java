package dev.atlasrestore.verification.hosts;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Captures all log records of this JVM, at every level, until it is closed. */
final class CapturedLogs implements AutoCloseable {

  /**
   * A log record.
   *
   * @param text the message with its parameters, followed by the stack trace, if there is one
   */
  record Entry(String logger, Level level, String text) {

    /** Whether applications usually show records of this level. */
    boolean isWarningOrError() {
      return level.intValue() >= Level.WARNING.intValue();
    }
  }

  private static final Logger ROOT = Logger.getLogger("");

  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final Level levelBefore = ROOT.getLevel();
  private final Handler handler = new CapturingHandler();

  CapturedLogs() {
    handler.setLevel(Level.ALL);
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.ALL);
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public void close() {
    ROOT.setLevel(levelBefore);
    ROOT.removeHandler(handler);
  }

  private final class CapturingHandler extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      StringWriter text = new StringWriter();
      text.write(formatter.formatMessage(record));
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      entries.add(
          new Entry(String.valueOf(record.getLoggerName()), record.getLevel(), text.toString()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

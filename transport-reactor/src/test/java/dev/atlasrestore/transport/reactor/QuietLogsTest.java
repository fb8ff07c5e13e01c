package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;

/** Whatever the stack logs, down to its finest level, holds no secret. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class QuietLogsTest {

  @Test
  void noLoggerShowsASecret(FakeAtlas atlas) {
    Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handler.setLevel(Level.ALL);
    List<Logger> loggers = new ArrayList<>();
    for (String name : List.of("reactor", "io.netty", "dev.atlasrestore")) {
      Logger logger = Logger.getLogger(name);
      logger.setLevel(Level.ALL);
      logger.addHandler(handler);
      loggers.add(logger);
    }
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.withAuthHeader());
    atlas.script(RestoreJobFixtures.ref(), Reply.honest(), Reply.status(503), Reply.drop());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
    } finally {
      for (Logger logger : loggers) {
        logger.removeHandler(handler);
        logger.setLevel(null);
      }
    }
    assertThat(records)
        .as("the stack logs through these loggers")
        .anyMatch(record -> record.getLevel().intValue() < Level.INFO.intValue());
    assertThat(records)
        .allSatisfy(
            record ->
                assertThat(record.getMessage() + record.getThrown())
                    .doesNotContain("Digest ", "response=", "s3cr3t", "fake-private-key"));
  }
}

package dev.atlasrestore.consumers.testng;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import org.testng.annotations.Test;

/** The fake works without JUnit, and Surefire runs the project's TestNG tests. */
public class TestKitOnTestNgTest {

  @Test
  public void jobIsReadAfterScriptedFaults() {
    RestoreJobRef ref = RestoreJobFixtures.ref();
    try (FakeAtlas atlas = FakeAtlas.start();
        JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
      atlas.put(ref, RestoreJobFixtures.finished());
      atlas.script(ref, Reply.status(503), Reply.drop());
      assertEquals(jobs.get(ref), RestoreJobFixtures.finished());
      assertEquals(atlas.requests().size(), 4, "two faults, a challenge, the job");
    }
  }

  @Test
  public void junitIsNotOnTheClassPath() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("org.junit.jupiter.api.Test"));
  }
}

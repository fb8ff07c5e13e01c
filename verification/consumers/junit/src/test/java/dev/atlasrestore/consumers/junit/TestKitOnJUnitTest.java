package dev.atlasrestore.consumers.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The extension starts and closes the fakes on the JUnit version that the project declares. */
@ExtendWith(FakeAtlasExtension.class)
class TestKitOnJUnitTest {

  private static URI usedAddress = URI.create("http://127.0.0.1");

  @Test
  void apiHasTheDeclaredVersion() {
    String jar = Test.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    String version = System.getProperty("junit.version");
    assertTrue(jar.endsWith("junit-jupiter-api-" + version + ".jar"), jar);
  }

  @Test
  void jobIsReadAfterScriptedFaults(FakeAtlas atlas) {
    usedAddress = atlas.baseUri();
    RestoreJobRef ref = RestoreJobFixtures.ref();
    atlas.put(ref, RestoreJobFixtures.finished());
    atlas.script(ref, Reply.status(503), Reply.drop());

    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
      assertEquals(RestoreJobFixtures.finished(), jobs.get(ref));
    }
    assertEquals(4, atlas.requests().size(), "two faults, a challenge, the job");
  }

  @AfterAll
  static void fakeIsClosedAfterItsTest() {
    assertFalse(isListening(usedAddress), "the fake still listens");
  }

  private static boolean isListening(URI address) {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}

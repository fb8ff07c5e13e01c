package dev.atlasrestore.consumers.junit6;

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

/** Tests the extension on JUnit 6: it starts a fake service for each test and closes it. */
@ExtendWith(FakeAtlasExtension.class)
class KitOnJUnit6Test {

  private static URI lastAddress = URI.create("http://127.0.0.1");

  @Test
  void declaredJUnitIsOnTheClassPath() {
    String jar = Test.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    String version = System.getProperty("junit.version");

    assertTrue(version.startsWith("6."), version);
    assertTrue(jar.endsWith("junit-jupiter-api-" + version + ".jar"), jar);
  }

  @Test
  void clientReadsAJobDespiteScriptedFaults(FakeAtlas atlas) {
    lastAddress = atlas.baseUri();
    RestoreJobRef ref = RestoreJobFixtures.ref();
    atlas.put(ref, RestoreJobFixtures.finished());
    atlas.script(ref, Reply.status(503), Reply.drop());

    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
      assertEquals(RestoreJobFixtures.finished(), jobs.get(ref));
    }
    assertEquals(4, atlas.requests().size(), "requests: two faults, the challenge and the job");
  }

  @AfterAll
  static void fakeServiceIsClosed() {
    assertFalse(isListening(lastAddress), "the fake service still listens");
  }

  private static boolean isListening(URI address) {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}

package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.server.DigestCheck;
import java.net.URI;

/**
 * The addresses of the server.
 *
 * @param port the port on the loopback interface
 */
public record Service(int port) {

  static final String HOST = "127.0.0.1";

  /** The largest number of connections of each client. */
  static final int POOL = 256;

  private static final String BASE = "/api/atlas/v1.0";

  URI origin() {
    return URI.create("http://" + HOST + ":" + port);
  }

  /** Returns the configuration of the transports. */
  public AtlasConfig config() {
    ApiKey key = new ApiKey(DigestCheck.USER, DigestCheck.PASSWORD);
    return AtlasConfig.of(origin().resolve(BASE), key);
  }

  /** Returns the address of a job that needs credentials. */
  String guarded(RestoreJobRef ref) {
    return "http://" + HOST + ":" + port + BASE + path(ref);
  }

  /** Returns the address of a job that needs no credentials. */
  String open(RestoreJobRef ref) {
    return "http://" + HOST + ":" + port + openTarget(ref);
  }

  String openTarget(RestoreJobRef ref) {
    return "/open" + BASE + path(ref);
  }

  private static String path(RestoreJobRef ref) {
    return "/groups/"
        + ref.groupId()
        + "/clusters/"
        + ref.cluster()
        + "/restoreJobs/"
        + ref.jobId();
  }
}

package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.server.DigestCheck;
import java.net.URI;

/**
 * Where the server is.
 *
 * @param port its port on the loopback interface
 */
public record Service(int port) {

  static final String HOST = "127.0.0.1";

  /** No stack opens more connections than this, on either side of a comparison. */
  static final int POOL = 256;

  private static final String BASE = "/api/atlas/v1.0";

  URI origin() {
    return URI.create("http://" + HOST + ":" + port);
  }

  /** How our transports are told of it. */
  public AtlasConfig config() {
    ApiKey key = new ApiKey(DigestCheck.USER, DigestCheck.PASSWORD);
    return AtlasConfig.of(origin().resolve(BASE), key);
  }

  /** Asks for credentials. */
  String guarded(RestoreJobRef ref) {
    return "http://" + HOST + ":" + port + BASE + path(ref);
  }

  /** Asks for none. */
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

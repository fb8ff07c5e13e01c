package dev.atlasrestore.verification.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;

/** The one thing the servers protect: the same finished restore job under every address of one. */
public final class RestoreJobResource {
  /** What a request with good credentials gets, as {@code application/json}. */
  public static final String JSON = read("/restore-job.json");

  private static final Pattern PATH =
      Pattern.compile("/api/atlas/v1\\.0/groups/[^/]+/clusters/[^/]+/restoreJobs/[^/]+");

  private RestoreJobResource() {}

  /** Tells whether a path, as it stood on the wire and without query, is that of a restore job. */
  public static boolean isAt(String rawPath) {
    return PATH.matcher(rawPath).matches();
  }

  private static String read(String resource) {
    try (InputStream stream = RestoreJobResource.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(stream, resource).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

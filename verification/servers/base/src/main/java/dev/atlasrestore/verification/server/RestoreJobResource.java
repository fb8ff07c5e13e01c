package dev.atlasrestore.verification.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;

/** The protected resource: the same finished restore job at every address of a restore job. */
public final class RestoreJobResource {
  /** The body of the response to a request with valid credentials. */
  public static final String JSON = read("/restore-job.json");

  private static final Pattern PATH =
      Pattern.compile("/api/atlas/v1\\.0/groups/[^/]+/clusters/[^/]+/restoreJobs/[^/]+");

  private RestoreJobResource() {}

  /** Whether a path is the address of a restore job. The path is still encoded and has no query. */
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

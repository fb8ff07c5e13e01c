package dev.atlasrestore.verification.endurance;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** A download in a JVM of its own, which a test can kill or limit. */
final class DownloadInJvm {

  private DownloadInJvm() {}

  /**
   * Starts the JVM. It prints {@code begun} when the first bytes are written, and the exception of
   * a download that fails.
   *
   * @param maxFileKilobytes the size at which the file system of this JVM is full
   */
  static Process start(
      String transport, AtlasConfig config, RestoreJobRef ref, Path target, int maxFileKilobytes)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "bash",
            "-c",
            "ulimit -f " + maxFileKilobytes + " && exec \"$0\" \"$@\"",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DownloadInJvm.class.getName(),
            transport,
            config.baseUri().toString(),
            config.key().publicKey(),
            config.key().privateKey(),
            ref.groupId(),
            ref.cluster(),
            ref.jobId(),
            target.toString()));
    return new ProcessBuilder(command)
        .redirectError(new File(target + ".log"))
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  /** Downloads the file of a job. */
  public static void main(String[] args) {
    AtlasConfig config =
        AtlasConfig.of(URI.create(args[1]), new ApiKey(args[2], args[3])).withPlainHttp(true);
    RestoreJobRef ref = new RestoreJobRef(args[4], args[5], args[6]);
    Path target = Path.of(args[7]);
    DownloadOptions options =
        DownloadOptions.defaults().withProgress(progress -> System.out.println("begun"));
    try {
      switch (args[0]) {
        case "JERSEY" -> {
          try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config)) {
            jobs.download(ref, target, options);
          }
        }
        case "REACTOR" -> {
          try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config)) {
            jobs.download(ref, target, options).block();
          }
        }
        default -> {
          Vertx vertx = Vertx.vertx();
          try (VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config)) {
            jobs.download(ref, target, options).toCompletionStage().toCompletableFuture().join();
          }
        }
      }
      System.out.println("done");
    } catch (CompletionException e) {
      System.out.println(e.getCause());
    } catch (RuntimeException e) {
      System.out.println(e);
    }
    System.exit(0); // Does not wait for the threads of the clients.
  }
}

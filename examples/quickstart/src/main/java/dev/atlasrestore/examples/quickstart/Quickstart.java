package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a restore job, waits for its end, downloads its file and verifies the SHA-1 of the file.
 *
 * <p>Without arguments the job comes from a fake Atlas in this process, so no account and no
 * network are needed. The program then reads the job through each transport, and shows two
 * failures. With {@code PRODUCT HOST GROUP CLUSTER} it works on a real cluster. It takes the key
 * from the environment, because other users of the machine can see a command line.
 */
public final class Quickstart {

  private static final String USAGE =
      """
      Usage: quickstart                                             works on a fake Atlas in this process
             quickstart PRODUCT HOST GROUP CLUSTER [JOB [FOLDER]]   works on a real cluster

        PRODUCT  atlas | atlas-gov | cloud-manager | ops-manager
        HOST     for ops-manager its address, for example https://opsmanager.example.com:8443; otherwise -
        GROUP    the group (project) id
        CLUSTER  the cluster's name on Atlas, its id on Cloud Manager and Ops Manager
        JOB      the restore job id; the newest job if it is missing
        FOLDER   where to download its file; the current folder if it is missing

      The key is read from the environment: ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY.
      """;

  private static final long FAKE_ARCHIVE_BYTES = 12_000_000;

  private final PrintStream out;
  private final boolean terminal;

  Quickstart(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs the quickstart. Exits with 1 if the job has not succeeded or its file is not verified.
   * Exits with 2 if the arguments are wrong.
   */
  public static void main(String[] args) throws IOException {
    int status = new Quickstart(System.out, Progress.isTerminal()).run(args, System.getenv());
    if (status != 0) {
      System.exit(status);
    }
  }

  int run(String[] args, Map<String, String> environment) throws IOException {
    if (args.length == 0) {
      return onFakeAtlas() ? 0 : 1;
    }
    AtlasConfig config;
    ClusterRef cluster;
    Optional<RestoreJobRef> named;
    try {
      config = config(args, environment);
      cluster = new ClusterRef(args[2], args[3]);
      named = args.length > 4 ? Optional.of(cluster.job(args[4])) : Optional.empty();
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      return 2;
    }
    return onCluster(config, cluster, named, Path.of(args.length > 5 ? args[5] : "")) ? 0 : 1;
  }

  private boolean onCluster(
      AtlasConfig config, ClusterRef cluster, Optional<RestoreJobRef> named, Path folder) {
    FetchRestore fetch = new FetchRestore(out, terminal, config);
    try {
      Optional<RestoreJobRef> newest = fetch.list(cluster);
      return named.or(() -> newest).filter(ref -> fetch.finish(ref, folder)).isPresent();
    } catch (AtlasException e) {
      out.println(failure(e));
      return false;
    }
  }

  private static AtlasConfig config(String[] args, Map<String, String> environment) {
    if (args.length < 4 || args.length > 6) {
      throw new IllegalArgumentException("Give four to six arguments, or none.");
    }
    ApiKey key =
        new ApiKey(
            variable(environment, "ATLAS_PUBLIC_KEY"), variable(environment, "ATLAS_PRIVATE_KEY"));
    return switch (args[0]) {
      case "atlas" -> AtlasConfig.atlas(key);
      case "atlas-gov" -> AtlasConfig.atlasGov(key);
      case "cloud-manager" -> AtlasConfig.cloudManager(key);
      case "ops-manager" -> AtlasConfig.opsManager(URI.create(args[1]), key);
      default -> throw new IllegalArgumentException("Unknown product: " + args[0]);
    };
  }

  private static String variable(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The environment variable " + name + " is not set.");
    }
    return value;
  }

  private boolean onFakeAtlas() throws IOException {
    Path folder = Files.createTempDirectory("quickstart");
    try (FakeAtlas atlas = FakeAtlas.start()) {
      RestoreJobRef ref = RestoreJobFixtures.ref();
      RestoreJob running = RestoreJobFixtures.inProgress();
      atlas.put(RestoreJobFixtures.ref(1), RestoreJobFixtures.broken());
      atlas.put(ref, running);
      out.printf("A fake Atlas is listening at %s%n%n", atlas.config().baseUri());
      AtlasConfig config = atlas.config().withPoll(PollPolicy.every(Duration.ofMillis(700)));
      FetchRestore fetch = new FetchRestore(out, terminal, config);
      fetch.list(ref.clusterRef());

      atlas.archive(ref, FAKE_ARCHIVE_BYTES).drip(500_000, Duration.ofMillis(50));
      Reply stillRunning = Reply.json(RestoreJobFixtures.json(running));
      atlas.script(ref, stillRunning, stillRunning);
      boolean finished = fetch.finish(ref, folder);

      boolean read = readThroughAll(atlas.config(), ref);
      showFailures(atlas, ref);
      return finished && read;
    } finally {
      deleteFolder(folder);
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private boolean readThroughAll(AtlasConfig config, RestoreJobRef ref) {
    boolean allRead = true;
    for (Transport transport : Transport.values()) {
      out.printf("%nThe same job through %s:%n", transport.title());
      try {
        out.print(JobText.of(transport.read(config, ref)));
      } catch (AtlasException e) {
        out.println(failure(e));
        allRead = false;
      }
    }
    return allRead;
  }

  private void showFailures(FakeAtlas atlas, RestoreJobRef ref) {
    ApiKey wrong = new ApiKey(atlas.config().key().publicKey(), "not-the-private-key");
    RestoreJobRef unknown = new RestoreJobRef(ref.groupId(), ref.cluster(), "0".repeat(24));
    out.printf(
        "%nA wrong key:%n%s%n", failureOf(AtlasConfig.of(atlas.config().baseUri(), wrong), ref));
    out.printf("%nAn unknown job:%n%s%n", failureOf(atlas.config(), unknown));
  }

  private static String failureOf(AtlasConfig config, RestoreJobRef ref) {
    try {
      return "unexpectedly read " + Transport.JERSEY.read(config, ref);
    } catch (AtlasException e) {
      return failure(e);
    }
  }

  static String failure(AtlasException e) {
    return "  " + e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}

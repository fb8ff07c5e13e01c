package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.JobOutcome;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads one restore job through each of the three transports and prints it. Then waits for one job,
 * and for several jobs together.
 *
 * <p>Without arguments the jobs come from a fake Atlas in this process, so no account and no
 * network are needed. With {@code PRODUCT HOST GROUP CLUSTER JOB} the program reads a real job. It
 * takes the key from the environment, because other users of the machine can see a command line.
 */
public final class Quickstart {

  private static final String USAGE =
      """
      Usage: quickstart                                  reads from a fake Atlas in this process
             quickstart PRODUCT HOST GROUP CLUSTER JOB   reads a real restore job
             quickstart wait PRODUCT HOST GROUP CLUSTER JOB   waits until it has ended

        PRODUCT  atlas | atlas-gov | cloud-manager | ops-manager
        HOST     for ops-manager its address, for example https://opsmanager.example.com:8443; otherwise -
        GROUP    the group (project) id
        CLUSTER  the cluster's name on Atlas, its id on Cloud Manager and Ops Manager
        JOB      the restore job id

      The key is read from the environment: ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY.
      """;

  private final PrintStream out;
  private final boolean terminal;

  Quickstart(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs the quickstart. Exits with 1 if a job could not be read, or if a job that it waited for
   * did not succeed. Exits with 2 if the arguments are wrong.
   */
  public static void main(String[] args) {
    int status = new Quickstart(System.out, Progress.isTerminal()).run(args, System.getenv());
    if (status != 0) {
      System.exit(status);
    }
  }

  int run(String[] args, Map<String, String> environment) {
    if (args.length == 0) {
      return onFakeAtlas();
    }
    boolean wait = args[0].equals("wait");
    String[] job = wait ? Arrays.copyOfRange(args, 1, args.length) : args;
    AtlasConfig config;
    RestoreJobRef ref;
    try {
      config = config(job, environment);
      ref = new RestoreJobRef(job[2], job[3], job[4]);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      return 2;
    }
    return (wait ? waitFor(config, ref) : readThroughAll(config, ref)) ? 0 : 1;
  }

  private static AtlasConfig config(String[] args, Map<String, String> environment) {
    if (args.length != 5) {
      throw new IllegalArgumentException("Give five arguments, or none.");
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

  private int onFakeAtlas() {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      RestoreJobRef ref = RestoreJobFixtures.ref();
      atlas.put(ref, RestoreJobFixtures.finished());
      out.println("A fake Atlas is listening at " + atlas.config().baseUri());
      boolean read = readThroughAll(atlas.config(), ref);
      out.printf("%nThe fake Atlas saw %d requests.%n", atlas.requests().size());
      showFailures(atlas, ref);
      showWaits(atlas);
      return read ? 0 : 1;
    }
  }

  private boolean readThroughAll(AtlasConfig config, RestoreJobRef ref) {
    boolean allRead = true;
    for (Transport transport : Transport.values()) {
      out.printf("%n%s%n", transport.title());
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

  private void showWaits(FakeAtlas atlas) {
    RestoreJob running = RestoreJobFixtures.inProgress();
    RestoreJobRef one = RestoreJobFixtures.ref(1);
    RestoreJobRef other = RestoreJobFixtures.ref(2);
    RestoreJobRef unknown = RestoreJobFixtures.ref(3);
    AtlasConfig config = atlas.config().withPoll(PollPolicy.every(Duration.ofMillis(700)));
    out.printf("%nWaiting for a restore job:%n");
    atlas.put(one, running, running, RestoreJobFixtures.finished());
    waitFor(config, one);
    AtlasConfig quick = atlas.config().withPoll(PollPolicy.every(Duration.ofMillis(50)));
    for (Transport transport : Transport.values()) {
      out.printf("%nWaiting for three restore jobs together, %s:%n", transport.title());
      atlas.put(one, running, RestoreJobFixtures.finished());
      atlas.put(other, RestoreJobFixtures.broken());
      waitForAll(transport, quick, List.of(one, other, unknown));
    }
  }

  private boolean waitFor(AtlasConfig config, RestoreJobRef ref) {
    try {
      RestoreJob job =
          Waiting.forEnd(config, ref, new Progress(out, terminal, InstantSource.system()));
      out.print(JobText.of(job));
      return job.outcome() == JobOutcome.SUCCEEDED;
    } catch (AtlasException e) {
      out.println(failure(e));
      return false;
    }
  }

  /** Prints the outcome of each job, or the failure of its wait. */
  private void waitForAll(Transport transport, AtlasConfig config, List<RestoreJobRef> refs) {
    try {
      transport
          .awaitAll(config, refs)
          .forEach(job -> out.println("  " + job.id() + "  " + job.outcome()));
    } catch (RestoreBatchException e) {
      e.jobs().forEach((ref, job) -> out.println("  " + ref.jobId() + "  " + job.outcome()));
      e.failures().forEach((ref, error) -> out.println("  " + ref.jobId() + failure(error)));
    } catch (AtlasException e) {
      out.println(failure(e));
    }
  }

  private static String failureOf(AtlasConfig config, RestoreJobRef ref) {
    try {
      return "unexpectedly read " + Transport.JERSEY.read(config, ref);
    } catch (AtlasException e) {
      return failure(e);
    }
  }

  private static String failure(AtlasException e) {
    return "  " + e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}

package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.verification.Heap;
import dev.atlasrestore.verification.endurance.ManyWaits.AsyncTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Measures ten thousand waits on one client: they hold no thread and little heap. Cancelled waits
 * hold nothing. With {@code -Dscale=true} the class also measures the heap between polls and how
 * evenly the polls are spread at a real rate. That takes a minute:
 *
 * <pre>{@code
 * mvn -B verify -pl verification -am -Dscale=true -Dtest=TenThousandWaitsTest -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
@Timeout(180)
class TenThousandWaitsTest {

  private static final int WAITS = 10_000;
  private static final int WARM_UP_WAITS = 1_000;
  private static final int MAX_EXTRA_THREADS = 50;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

  private static final int POLLS_PER_SECOND = 1_000;
  private static final int MEASURED_SECONDS = 14;

  /** The first seconds are not compared: the rate is not yet steady after the warm-up. */
  private static final int IGNORED_SECONDS = 2;

  /** A busy machine stalls sometimes and catches up, so an uneven measurement is repeated. */
  private static final int MEASUREMENTS = 3;

  /** A slower machine cannot show whether the polls are spread evenly. */
  private static final int MIN_POLLS_PER_SECOND = 200;

  private static final List<RestoreJobRef> REFS =
      IntStream.range(0, WAITS).mapToObj(RestoreJobFixtures::ref).toList();

  private final FakeAtlas atlas = FakeAtlas.start();
  private final ReadJobs readJobs = new ReadJobs();

  @BeforeEach
  void storeJobs() {
    REFS.forEach(ref -> atlas.put(ref, RestoreJobFixtures.inProgress()));
  }

  @AfterEach
  void close() {
    atlas.close();
  }

  @ParameterizedTest
  @EnumSource
  void waitsHoldLittleBeforeTheirFirstPoll(AsyncTransport transport) throws Exception {
    AtlasConfig slow = atlas.config().withPollRate(1, Duration.ofSeconds(5));
    try (ManyWaits waits = open(transport, slow)) {
      warmUp(waits, 1); // the rate limiter permits one poll
      assertHeapPerWait(1_536, waits, transport + ", no job read", 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "scale", matches = "true")
  void waitsHoldLittleMoreThanTheLastJobBetweenPolls(AsyncTransport transport) throws Exception {
    AtlasConfig hourly =
        atlas
            .config()
            .withPoll(PollPolicy.every(Duration.ofHours(1)))
            .withPollRate(POLLS_PER_SECOND, Duration.ofSeconds(1));
    try (ManyWaits waits = open(transport, hourly)) {
      warmUp(waits, WARM_UP_WAITS);
      assertHeapPerWait(4_096, waits, transport + ", last job read", WAITS);
    }
  }

  private ManyWaits open(AsyncTransport transport, AtlasConfig config) {
    return transport.open(config.withListener(readJobs));
  }

  /** Opens the connections and loads the classes, so that they are not measured. */
  private void warmUp(ManyWaits waits, int reads) throws InterruptedException {
    int expected = readJobs.after(reads);
    REFS.subList(0, WARM_UP_WAITS).forEach(waits::start);
    readJobs.await(expected);
    waits.cancel();
  }

  private void assertHeapPerWait(int maxBytes, ManyWaits waits, String what, int reads)
      throws InterruptedException {
    int expected = readJobs.after(reads);
    atlas.forgetRequests();
    long before = Heap.used();
    int threads = threads();
    REFS.forEach(waits::start);
    readJobs.await(expected);
    atlas.forgetRequests();
    long heap = Heap.used() - before;
    System.out.printf("%s: %d B of heap per wait%n", what, heap / WAITS);
    assertThat(threads()).as("threads during 10,000 waits").isLessThan(threads + MAX_EXTRA_THREADS);
    assertThat(heap / WAITS).as("bytes per wait").isLessThanOrEqualTo(maxBytes);
    waits.cancel();
    assertMostIsFreed(before, heap);
  }

  /**
   * Allows a quarter of the heap for the records of the fake service and the caches of the HTTP
   * stack. Cancelling may need some time, because it runs on event loops.
   */
  private static void assertMostIsFreed(long before, long heap) {
    long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
    long left = Heap.used() - before;
    while (left >= heap / 4 && System.nanoTime() < deadline) {
      left = Heap.used() - before;
    }
    assertThat(left).as("heap after cancelling").isLessThan(heap / 4);
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "scale", matches = "true")
  void pollsAreSpreadEvenlyAndEndWhenTheWaitsAreCancelled(AsyncTransport transport)
      throws Exception {
    AtlasConfig fast = atlas.config().withPollRate(POLLS_PER_SECOND, Duration.ofSeconds(1));
    try (ManyWaits waits = open(transport, fast)) {
      List<List<Long>> measured = new ArrayList<>();
      do {
        warmUp(waits, WARM_UP_WAITS);
        atlas.forgetRequests();
        REFS.forEach(waits::start);
        measured.add(requestsPerSecond().subList(IGNORED_SECONDS, MEASURED_SECONDS));
        waits.cancel();
      } while (!isEven(last(measured)) && measured.size() < MEASUREMENTS);
      System.out.printf("%s, requests per second: %s%n", transport, measured);
      assertThat(isEven(last(measured))).as("polls are spread evenly: %s", measured).isTrue();
      pause(Duration.ofSeconds(1)); // some requests were under way when the waits were cancelled
      int requests = atlas.requests().size();
      assertThat(atlas.awaitRequests(requests + 1, Duration.ofSeconds(2)))
          .as("another request after cancelling")
          .isFalse();
    }
  }

  /** Waits for a number of requests that never arrives. */
  private void pause(Duration duration) throws InterruptedException {
    assertThat(atlas.awaitRequests(Integer.MAX_VALUE, duration)).isFalse();
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static boolean isEven(List<Long> counts) {
    double mean = counts.stream().mapToLong(count -> count).average().orElseThrow();
    return mean > MIN_POLLS_PER_SECOND && counts.stream().allMatch(count -> count <= 1.5 * mean);
  }

  /** Counts the requests of each second. A longer second is converted to one second. */
  private List<Long> requestsPerSecond() throws InterruptedException {
    List<Long> counts = new ArrayList<>();
    long start = System.nanoTime();
    long lastTime = start;
    int lastCount = atlas.requests().size();
    for (int second = 1; second <= MEASURED_SECONDS; second++) {
      long rest = start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
      pause(Duration.ofNanos(Math.max(1, rest)));
      int count = atlas.requests().size();
      long time = System.nanoTime();
      counts.add((count - lastCount) * TimeUnit.SECONDS.toNanos(1) / (time - lastTime));
      lastTime = time;
      lastCount = count;
    }
    return counts;
  }

  /** Does not count the threads of the fake service, which has one for each connection. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("fake-server"))
            .count();
  }
}

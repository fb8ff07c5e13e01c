package dev.atlasrestore.verification.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.verification.scale.Crowd.World;
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
 * What ten thousand waits on one client hold: no thread, little heap, and nothing once they are
 * cancelled. With {@code -Dscale=true} also what they hold between polls, and how evenly they poll
 * at a real pace; that takes a minute:
 *
 * <pre>{@code
 * mvn -B verify -pl verification -am -Dscale=true -Dtest=TenThousandWaitsTest -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
@Timeout(180)
class TenThousandWaitsTest {

  private static final int MANY = 10_000;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int SOME = 1_000;
  private static final int RATE = 1_000;
  private static final int SECONDS = 14;
  private static final int FIRST_SECOND = 2;

  /** A machine that is busy with other things stalls now and then, and catches up. */
  private static final int SPANS = 3;

  private static final List<RestoreJobRef> REFS =
      IntStream.range(0, MANY).mapToObj(RestoreJobFixtures::ref).toList();

  private final FakeAtlas atlas = FakeAtlas.start();
  private final Answers answers = new Answers();

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
  void beforeTheirFirstTurnTheyHoldLittle(World world) throws Exception {
    PollPolicy slow = PollPolicy.defaults().withRate(1, Duration.ofSeconds(5));
    try (Crowd crowd = open(world, slow)) {
      warm(crowd, 1); // the one whose turn it is
      assertHolds(1_536, crowd, world + ", no job seen", 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "scale", matches = "true")
  void betweenPollsTheyHoldTheLastJobSeenAndLittleMore(World world) throws Exception {
    PollPolicy rare = PollPolicy.every(Duration.ofHours(1)).withRate(RATE, Duration.ofSeconds(1));
    try (Crowd crowd = open(world, rare)) {
      warm(crowd, SOME);
      assertHolds(4_096, crowd, world + ", last job seen", MANY);
    }
  }

  private Crowd open(World world, PollPolicy policy) {
    return world.open(atlas.config().withPoll(policy).withListener(answers));
  }

  /** What connections and loaded classes take is not the waits'. */
  private void warm(Crowd crowd, int reads) throws InterruptedException {
    Answers.Expected some = answers.more(reads);
    REFS.subList(0, SOME).forEach(crowd::await);
    some.await();
    crowd.cancel();
  }

  private void assertHolds(int mostBytes, Crowd crowd, String what, int reads)
      throws InterruptedException {
    Answers.Expected all = answers.more(reads);
    atlas.forgetRequests();
    long before = Heap.used();
    int threads = threads();
    REFS.forEach(crowd::await);
    all.await();
    atlas.forgetRequests();
    long heap = Heap.used() - before;
    System.out.printf("%s: %d B of heap per wait%n", what, heap / MANY);
    assertThat(threads()).as("threads of 10,000 waits").isLessThan(threads + 50);
    assertThat(heap / MANY).as("bytes per wait").isLessThanOrEqualTo(mostBytes);
    crowd.cancel();
    // a fake keeps books, and a stack its caches; contexts may have their turns yet to come
    long end = System.nanoTime() + SOON.toNanos();
    long left = Heap.used() - before;
    while (left >= heap / 4 && System.nanoTime() < end) {
      left = Heap.used() - before;
    }
    assertThat(left).as("heap after cancelling").isLessThan(heap / 4);
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "scale", matches = "true")
  void theirPollsComeEvenlyFirstReadsIncludedAndNoneComesAfterTheyAreCancelled(World world)
      throws Exception {
    PollPolicy brisk = PollPolicy.defaults().withRate(RATE, Duration.ofSeconds(1));
    try (Crowd crowd = open(world, brisk)) {
      List<List<Long>> spans = new ArrayList<>();
      do {
        warm(crowd, SOME);
        atlas.forgetRequests();
        REFS.forEach(crowd::await);
        spans.add(countsPerSecond().subList(FIRST_SECOND, SECONDS));
        crowd.cancel();
      } while (!isEven(last(spans)) && spans.size() < SPANS);
      System.out.printf("%s, requests per second: %s%n", world, spans);
      assertThat(isEven(last(spans))).as("even: %s", spans).isTrue();
      // what was on its way when they were cancelled has come by then
      assertThat(atlas.awaitRequests(Integer.MAX_VALUE, Duration.ofSeconds(1))).isFalse();
      int after = atlas.requests().size();
      assertThat(atlas.awaitRequests(after + 1, Duration.ofSeconds(2))).isFalse();
    }
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static boolean isEven(List<Long> counts) {
    double mean = counts.stream().mapToLong(count -> count).average().orElseThrow();
    return mean > 200 && counts.stream().allMatch(count -> count <= 1.5 * mean);
  }

  /** Requests per second of real time, each second taken as long as it was. */
  private List<Long> countsPerSecond() throws InterruptedException {
    List<Long> counts = new ArrayList<>();
    long began = System.nanoTime();
    long lastTime = began;
    int lastCount = atlas.requests().size();
    for (int second = 1; second <= SECONDS; second++) {
      long rest = began + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
      // only ever waits for the time to pass: so many never come
      assertThat(atlas.awaitRequests(Integer.MAX_VALUE, Duration.ofNanos(Math.max(1, rest))))
          .isFalse();
      int count = atlas.requests().size();
      long time = System.nanoTime();
      counts.add((count - lastCount) * TimeUnit.SECONDS.toNanos(1) / (time - lastTime));
      lastTime = time;
      lastCount = count;
    }
    return counts;
  }

  /** Without the fake's, which has one for each connection. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().startsWith("fake-server"))
            .count();
  }
}

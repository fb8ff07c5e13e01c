package dev.atlasrestore.testkit.contract;

import static dev.atlasrestore.testkit.RestoreJobFixtures.listJson;
import static dev.atlasrestore.testkit.RestoreJobFixtures.withIdsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** The rule 29: lists of jobs. It applies to ports that have {@link OpenPort#lists}. */
interface PortListRules {

  ClusterRef CLUSTER = PortFixture.REF.clusterRef();
  String BATCH = PortFixture.JOB.batchId().orElseThrow();
  int MAX_PAGES = 1000;

  @Rule(
      id = "29",
      text = "A list holds the jobs of all pages, each once, sorted by creation and id.")
  default void listHoldsTheJobsOfAllPagesSorted(PortFixtures fixtures) throws Exception {
    Instant early = Instant.parse("2026-01-01T00:00:00Z");
    RestoreJob oldest = job(9).toBuilder().created(early).build();
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture
          .atlas()
          .script(
              CLUSTER,
              Reply.json(listJson(List.of(job(3), job(1)), true)),
              Reply.json(listJson(List.of(job(1), job(2)), true)),
              Reply.json(listJson(List.of(oldest), false)));
      assertEquals(List.of(oldest, job(1), job(2), job(3)), lists(fixture).list(CLUSTER));
      assertEquals(pages(fixture, 3, ""), targets(fixture));
    }
  }

  @Rule(id = "29", text = "A list of more than 100 jobs takes one request for each 100 jobs.")
  default void listReadsPagesOfOneHundredJobs(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      IntStream.range(0, 150)
          .forEach(i -> fixture.atlas().put(RestoreJobFixtures.ref(i), PortFixture.RUNNING));
      assertEquals(151, lists(fixture).list(CLUSTER).size());
      assertEquals(pages(fixture, 2, ""), targets(fixture));
    }
  }

  @Rule(id = "29", text = "A list ends at its first empty page.")
  default void listEndsAtTheFirstEmptyPage(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture
          .atlas()
          .script(
              CLUSTER,
              Reply.json(listJson(List.of(job(1)), true)),
              Reply.json(listJson(List.of(), true)));
      assertEquals(List.of(job(1)), lists(fixture).list(CLUSTER));
      fixture.assertRequests(2, "a page with a job and an empty page");
    }
  }

  @Rule(id = "29", text = "A list that never ends fails after 1,000 pages.")
  default void endlessListFails(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      // A client may replace its nonce within 1,000 requests. An unchecked reply avoids a
      // challenge.
      fixture.atlas().always(Reply.json(listJson(List.of(job(1)), true)).beforeDigest());
      RestoreJobListPort<List<RestoreJob>> lists = lists(fixture);
      fixture.assertShowsNoSecret(assertThrows(DecodingException.class, () -> lists.list(CLUSTER)));
      fixture.assertRequests(MAX_PAGES, "an endless list");
    }
  }

  @Rule(id = "29", text = "A list can be limited to one batch.")
  default void listCanBeLimitedToABatch(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture.atlas().put(RestoreJobFixtures.ref(1), PortFixture.RUNNING);
      assertEquals(List.of(PortFixture.JOB), lists(fixture).list(CLUSTER, BATCH));
      assertEquals(pages(fixture, 1, "&batchId=" + BATCH), targets(fixture));
      assertEquals(List.of(), lists(fixture).list(CLUSTER, PortFixture.REF.jobId()));
    }
  }

  @Rule(id = "29", text = "A malformed batch id is rejected before any request.")
  default void malformedBatchIdIsRejectedBeforeAnyRequest(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      RestoreJobListPort<List<RestoreJob>> lists = lists(fixture);
      for (String malformed : List.of("", "5e66", BATCH + "&pageNum=2")) {
        assertThrows(IllegalArgumentException.class, () -> lists.list(CLUSTER, malformed));
      }
      fixture.assertRequests(0, "malformed batch ids");
    }
  }

  @Rule(id = "29", text = "A page that fails is read again, without the pages before it.")
  default void failedPageIsReadAgain(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture
          .atlas()
          .script(
              CLUSTER,
              Reply.json(listJson(List.of(job(1)), true)),
              Reply.status(503),
              Reply.drop().beforeDigest(), // Does not use up the nonce count: see rule 1.reused.
              Reply.json(listJson(List.of(job(2)), false)));
      assertEquals(List.of(job(1), job(2)), lists(fixture).list(CLUSTER));
      List<String> pages = pages(fixture, 2, "");
      assertEquals(
          List.of(pages.get(0), pages.get(1), pages.get(1), pages.get(1)), targets(fixture));
    }
  }

  @Rule(id = "29", text = "A list fails as a whole: with the type of its page's failure.")
  default void failureOfAPageIsTheFailureOfTheList(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      RestoreJobListPort<List<RestoreJob>> lists = lists(fixture);
      fixture
          .atlas()
          .script(CLUSTER, Reply.json(listJson(List.of(job(1)), true)), Reply.json("{}"));
      DecodingException unreadable =
          assertThrows(DecodingException.class, () -> lists.list(CLUSTER));
      assertEquals("results", unreadable.member().orElseThrow());
      fixture.atlas().script(CLUSTER, Reply.status(429), Reply.status(429), Reply.status(429));
      assertThrows(RateLimitedException.class, () -> lists.list(CLUSTER));
      assertThrows(
          RestoreJobNotFoundException.class,
          () -> lists.list(new ClusterRef(CLUSTER.groupId(), "missing")));
    }
  }

  @Rule(id = "29", text = "An enveloped list is read although no envelope was requested.")
  default void envelopedListIsRead(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      String list = listJson(List.of(job(1)), false);
      fixture.atlas().script(CLUSTER, Reply.json(RestoreJobFixtures.envelopedJson(200, list)));
      assertEquals(List.of(job(1)), lists(fixture).list(CLUSTER));
    }
  }

  @Rule(id = "29.batch", text = "A wait for a batch lists it and then waits for its jobs.")
  default void waitForABatchListsItAndWaitsForItsJobs(PortFixtures fixtures) throws Exception {
    RestoreJobRef other = RestoreJobFixtures.ref(1);
    RestoreJob running = PortFixture.JOB.toBuilder().status(PortFixture.RUNNING.status()).build();
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      PortGoalRules.abortUnlessSupported(
          () -> PortBatchRules.batches(fixture).awaitBatch(CLUSTER, "5e66"));
      fixture.warm();
      fixture.atlas().put(other, running, PortFixture.JOB);
      fixture.atlas().put(RestoreJobFixtures.ref(2), RestoreJobFixtures.killed());
      assertEquals(
          List.of(withIdsOf(other, PortFixture.JOB), PortFixture.JOB),
          PortBatchRules.batches(fixture).awaitBatch(CLUSTER, BATCH));
      fixture.assertRequests(4, "a list, one poll of the ended job and two of the other");
    }
  }

  @Rule(id = "29.batch", text = "A wait for a batch without jobs fails: the batch is not found.")
  default void batchWithoutJobsIsNotFound(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      PortGoalRules.abortUnlessSupported(
          () -> PortBatchRules.batches(fixture).awaitBatch(CLUSTER, "5e66"));
      fixture.warm();
      RestoreBatchPort<List<RestoreJob>> batches = PortBatchRules.batches(fixture);
      assertThrows(
          RestoreJobNotFoundException.class,
          () -> batches.awaitBatch(CLUSTER, PortFixture.REF.jobId()));
      fixture.assertRequests(1, "the list");
      assertThrows(IllegalArgumentException.class, () -> batches.awaitBatch(CLUSTER, "5e66"));
      fixture.assertRequests(0, "a malformed batch id");
    }
  }

  private static RestoreJob job(int number) {
    return withIdsOf(RestoreJobFixtures.ref(number), PortFixture.JOB);
  }

  private static List<String> pages(PortFixture fixture, int count, String more) {
    String path = fixture.atlas().path(CLUSTER);
    return IntStream.rangeClosed(1, count)
        .mapToObj(page -> path + "?pageNum=" + page + "&itemsPerPage=100" + more)
        .toList();
  }

  private static List<String> targets(PortFixture fixture) {
    List<String> targets = fixture.atlas().requests().stream().map(SeenRequest::target).toList();
    fixture.atlas().forgetRequests();
    return targets;
  }

  private static RestoreJobListPort<List<RestoreJob>> lists(PortFixture fixture) {
    return fixture
        .port()
        .lists()
        .orElseGet(() -> Assumptions.abort("this port does not support lists"));
  }
}

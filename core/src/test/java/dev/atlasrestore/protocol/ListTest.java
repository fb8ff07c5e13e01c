package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.Samples;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.codec.FewWordsCodec;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Dialogue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Tests lists of jobs and waits for batches: rule 29 of the contract. */
class ListTest {

  private static final ClusterRef CLUSTER = REF.clusterRef();
  private static final String BATCH = "5e66cc7d79358e0e35a9c000";

  private static Dialogue<List<RestoreJob>> list(AtlasConfig config) {
    return Dialogue.of(new RestoreJobCalls(config, new FewWordsCodec()).list(CLUSTER));
  }

  private static List<String> ids(List<RestoreJob> jobs) {
    return jobs.stream().map(job -> job.id().replaceFirst("^0+", "")).toList();
  }

  @Test
  void listReadsPagesUntilOneHasNoNext() {
    Dialogue<List<RestoreJob>> dialogue = list(config());
    assertThat(dialogue.expectSend().target())
        .endsWith("/clusters/Cluster0/restoreJobs?pageNum=1&itemsPerPage=100");
    dialogue.answer(200, "page 3 FINISHED, 1 BROKEN; next");
    assertThat(dialogue.expectSend().target()).endsWith("?pageNum=2&itemsPerPage=100");
    dialogue.answer(200, "page 2 KILLED");
    assertThat(ids(dialogue.expectDone())).containsExactly("1", "2", "3");
  }

  @Test
  void listAsksForPrettyJsonButNeverForAnEnvelope() {
    assertThat(list(config().withPretty(true).withEnvelope(true)).expectSend().target())
        .endsWith("/restoreJobs?pretty=true&pageNum=1&itemsPerPage=100");
  }

  @Test
  void jobOfSeveralPagesIsInTheListOnceAsItWasFirstRead() {
    List<RestoreJob> jobs =
        list(config())
            .answer(200, "page 1 IN_PROGRESS; next")
            .answer(200, "page 1 FINISHED, 2 FINISHED")
            .expectDone();
    assertThat(jobs)
        .extracting(job -> job.status().value())
        .containsExactly("IN_PROGRESS", "FINISHED");
  }

  @Test
  void emptyPageEndsTheList() {
    assertThat(list(config()).answer(200, "page; next").expectDone()).isEmpty();
  }

  @Test
  void everyPageIsRetriedByItself() {
    Dialogue<List<RestoreJob>> dialogue = list(config()).answer(200, "page 1 FINISHED; next");
    dialogue.answer(503, "").elapse();
    assertThat(dialogue.expectSend().target()).contains("pageNum=2");
    dialogue.answer(502, "").elapse();
    assertThat(dialogue.expectSend().target()).contains("pageNum=2");
    assertThat(dialogue.answer(200, "page 2 FINISHED").expectDone()).hasSize(2);
  }

  @Test
  void callTimeoutAppliesToTheWholeList() {
    Dialogue<List<RestoreJob>> dialogue =
        list(config().withTimeouts(config().timeouts().withCall(ofSeconds(20))));
    dialogue.after(ofSeconds(15)).answer(200, "page 1 FINISHED; next");
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(5));
    TransportException error = dialogue.timeOut().expectFailed(TransportException.class);
    assertThat(error.attempts()).isEqualTo(2);
    assertThat(error.elapsed()).isEqualTo(ofSeconds(20));
    assertThat(error).hasMessageContaining("call timeout");
  }

  @Test
  void endlessListFailsAfterOneThousandPages() {
    Dialogue<List<RestoreJob>> dialogue = list(config());
    for (int page = 1; page <= 1000; page++) {
      assertThat(dialogue.expectSend().target()).contains("pageNum=" + page + "&");
      dialogue.answer(200, "page 1 FINISHED; next");
    }
    DecodingException error = dialogue.expectFailed(DecodingException.class);
    assertThat(error).hasMessageContaining("1000 pages");
    assertThat(error.attempts()).isEqualTo(1000);
  }

  @Test
  void refusedPageFailsTheList() {
    RestoreJobNotFoundException error =
        list(config())
            .answer(200, "page 1 FINISHED; next")
            .answer(404, "error CLUSTER_NOT_FOUND")
            .expectFailed(RestoreJobNotFoundException.class);
    assertThat(error.errorCode()).contains("CLUSTER_NOT_FOUND");
    assertThat(error.attempts()).isEqualTo(2);
  }

  @Test
  void pageWithoutResultsFailsTheList() {
    assertThat(
            list(config()).answer(200, "FINISHED").expectFailed(DecodingException.class).member())
        .contains("results");
  }

  @Test
  void codecThatReadsNoListsFailsTheListAndNamesTheMethod() {
    RestoreJobCodec jobsOnly =
        body ->
            new RestoreJobCodec.Document() {
              @Override
              public OptionalInt envelopeStatus() {
                return OptionalInt.empty();
              }

              @Override
              public RestoreJob job() {
                return Samples.job("FINISHED");
              }

              @Override
              public ApiError error() {
                return ApiError.NONE;
              }
            };
    assertThatThrownBy(() -> jobsOnly.read(new byte[0]).page())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("override page()");
    Dialogue.of(new RestoreJobCalls(config(), jobsOnly).list(CLUSTER))
        .answer(200, "page")
        .expectFailed(DecodingException.class);
  }

  @Test
  void malformedBatchIdIsRejectedAtOnce() {
    RestoreJobCalls calls = new RestoreJobCalls(config(), new FewWordsCodec());
    assertThatThrownBy(() -> calls.list(CLUSTER, "5e66"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchId must be 24 hexadecimal characters");
    assertThatThrownBy(() -> calls.awaitBatch(CLUSTER, BATCH + "0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listHasOneStartAndOneEndForTheListener() {
    List<CallEvent> events = new ArrayList<>();
    list(config().withListener(events::add))
        .answer(200, "page 1 FINISHED; next")
        .answer(200, "page 2 FINISHED")
        .expectDone();
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "Started",
            "AttemptStarted",
            "ResponseReceived",
            "AttemptStarted",
            "ResponseReceived",
            "Done");
    assertThat(events).extracting(event -> event.call().reference()).containsOnly(CLUSTER);
    assertThat(events)
        .extracting(event -> event.call().operation())
        .containsOnly(CallEvent.Operation.LIST);
  }

  @Test
  void batchIsListedAndThenItsJobsAreReadFromTheClusterOfTheRequest() {
    Dialogue<List<RestoreJob>> dialogue =
        Dialogue.of(
            new RestoreJobCalls(config().withoutPollRate(), new FewWordsCodec())
                .awaitBatch(CLUSTER, BATCH));
    assertThat(dialogue.expectSend().target()).endsWith("&batchId=" + BATCH);
    dialogue.answer(200, "page 2 IN_PROGRESS, 1 FINISHED");
    assertThat(dialogue.expectSend().target())
        .endsWith("/clusters/Cluster0/restoreJobs/" + "0".repeat(23) + "1");
    dialogue.answer(200, "FINISHED");
    assertThat(dialogue.expectSend().target()).endsWith("2");
    assertThat(dialogue.answer(200, "BROKEN").expectDone())
        .extracting(job -> job.status().value())
        .containsExactly("FINISHED", "BROKEN");
  }

  @Test
  void jobWithAMalformedIdFailsTheBatch() {
    DecodingException error =
        Dialogue.of(new RestoreJobCalls(config(), new FewWordsCodec()).awaitBatch(CLUSTER, BATCH))
            .answer(200, "page x FINISHED")
            .expectFailed(DecodingException.class);
    assertThat(error).hasMessageContaining(BATCH).hasMessageContaining("24 hexadecimal characters");
    assertThat(error.member()).contains("results.id");
  }

  @Test
  void batchWithoutJobsIsNotFound() {
    RestoreJobNotFoundException error =
        Dialogue.of(new RestoreJobCalls(config(), new FewWordsCodec()).awaitBatch(CLUSTER, BATCH))
            .after(ofSeconds(2))
            .answer(200, "page")
            .expectFailed(RestoreJobNotFoundException.class);
    assertThat(error).hasMessageContaining(BATCH).hasMessageContaining("Cluster0");
    assertThat(error.elapsed()).isEqualTo(ofSeconds(2));
  }
}

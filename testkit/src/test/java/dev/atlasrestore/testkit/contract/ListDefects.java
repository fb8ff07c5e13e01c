package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Defects of lists, and of waits for batches. */
final class ListDefects {

  private ListDefects() {}

  static List<Defect<BrokenPort>> all() {
    return List.of(
        port("does not sort", "listHoldsTheJobsOfAllPagesSorted", ReversedLists::new),
        port(
            "reads only the first page",
            "listReadsPagesOfOneHundredJobs",
            config -> withPages(config, page -> new RestoreJobCodec.Page(page.jobs(), false))),
        port("reads on after an empty page", "listEndsAtTheFirstEmptyPage", RepeatedLists::new),
        port(
            "ends after the first page",
            "endlessListFails",
            config -> withPages(config, page -> new RestoreJobCodec.Page(page.jobs(), false))),
        port("ignores the batch", "listCanBeLimitedToABatch", UnlimitedLists::new),
        port(
            "accepts every batch id",
            "malformedBatchIdIsRejectedBeforeAnyRequest",
            UnlimitedLists::new),
        port(
            "never retries",
            "failedPageIsReadAgain",
            config -> new ToyPort(config.withRetry(RetryPolicy.none()))),
        port(
            "returns the jobs that it could read",
            "failureOfAPageIsTheFailureOfTheList",
            LenientLists::new),
        port(
            "reads no envelopes",
            "envelopedListIsRead",
            config ->
                withPages(
                    config,
                    page -> {
                      throw new DecodingException("results", "it is in an envelope");
                    })),
        port("does not wait", "waitForABatchListsItAndWaitsForItsJobs", UnlimitedLists::new),
        port("finds nothing", "batchWithoutJobsIsNotFound", UnlimitedLists::new));
  }

  private static Defect<BrokenPort> port(String description, String test, BrokenPort broken) {
    return new Defect<>(description, test, () -> broken);
  }

  private static OpenPort withPages(
      AtlasConfig config, UnaryOperator<RestoreJobCodec.Page> change) {
    RestoreJobCodec correct = new JsonbRestoreJobCodec();
    return new ToyPort(
        config, body -> new ChangedPages(correct.read(body), change), new ToyRunner());
  }

  private record ChangedPages(
      RestoreJobCodec.Document document, UnaryOperator<RestoreJobCodec.Page> change)
      implements RestoreJobCodec.Document {

    @Override
    public OptionalInt envelopeStatus() {
      return document.envelopeStatus();
    }

    @Override
    public RestoreJob job() {
      return document.job();
    }

    @Override
    public RestoreJobCodec.Page page() {
      return change.apply(document.page());
    }

    @Override
    public ApiError error() {
      return document.error();
    }
  }

  private static final class ReversedLists extends ToyPort {
    ReversedLists(AtlasConfig config) {
      super(config);
    }

    @Override
    public List<RestoreJob> list(ClusterRef cluster) {
      List<RestoreJob> jobs = new ArrayList<>(super.list(cluster));
      Collections.reverse(jobs);
      return jobs;
    }
  }

  private static final class RepeatedLists extends ToyPort {
    RepeatedLists(AtlasConfig config) {
      super(config);
    }

    @Override
    public List<RestoreJob> list(ClusterRef cluster) {
      List<RestoreJob> jobs = super.list(cluster);
      super.list(cluster);
      return jobs;
    }
  }

  private static final class LenientLists extends ToyPort {
    LenientLists(AtlasConfig config) {
      super(config);
    }

    @Override
    public List<RestoreJob> list(ClusterRef cluster) {
      try {
        return super.list(cluster);
      } catch (DecodingException e) {
        return List.of();
      }
    }
  }

  private static final class UnlimitedLists extends ToyPort {
    UnlimitedLists(AtlasConfig config) {
      super(config);
    }

    @Override
    public List<RestoreJob> list(ClusterRef cluster, String batchId) {
      return list(cluster);
    }

    @Override
    public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId) {
      return list(cluster);
    }
  }
}

package dev.atlasrestore.protocol;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent.Operation;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.Download;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.DownloadedArchive.Verification;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.download.ArchiveFile;
import dev.atlasrestore.internal.download.DownloadLink;
import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.FailureClass;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.JobReader.ReadResult;
import dev.atlasrestore.internal.read.ListenerNotifier;
import dev.atlasrestore.internal.read.RestoreJobResources;
import dev.atlasrestore.internal.step.Steps;
import dev.atlasrestore.internal.time.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Performs downloads: reads the job, writes the file of its link, and compares the SHA-1. {@link
 * dev.atlasrestore.RestoreDownloadPort} describes the order of the steps.
 */
final class JobDownload {

  private final AtlasConfig config;
  private final JobReader reader;
  private final TimedReads reads;
  private final RestoreJobResources resources;
  private final PollRateLimiter rateLimiter;
  private final ListenerNotifier notifier;

  JobDownload(
      AtlasConfig config,
      JobReader reader,
      PollRateLimiter rateLimiter,
      ListenerNotifier notifier) {
    this.config = config;
    this.reader = reader;
    this.reads = new TimedReads(config, reader);
    this.resources = new RestoreJobResources(config);
    this.rateLimiter = rateLimiter;
    this.notifier = notifier;
  }

  Step<DownloadedArchive> start(
      RestoreJobRef ref, Path target, DownloadOptions options, Instant began) {
    CallNotifier callNotifier = notifier.forCall(Operation.DOWNLOAD, ref, began);
    callNotifier.started();
    Run run = new Run(ref, target, options, callNotifier, began);
    return callNotifier.observe(now -> run.checkTarget(), began, archive -> true);
  }

  /** Work that reads or writes files. */
  @FunctionalInterface
  private interface FileWork<T> {
    T run() throws ArchiveFile.UnusableException;
  }

  /** Returns the step that follows file work. */
  @FunctionalInterface
  private interface AfterFileWork<T> {
    Step<DownloadedArchive> apply(T result, Instant now);
  }

  /** One download. Its steps are taken one after another, so it needs no lock. */
  private final class Run {
    private final RestoreJobRef ref;
    private final DownloadOptions options;
    private final CallNotifier callNotifier;
    private final ArchiveFile file;
    private final ArchiveSink sink;
    private final CallCost cost;

    private Run(
        RestoreJobRef ref,
        Path target,
        DownloadOptions options,
        CallNotifier callNotifier,
        Instant began) {
      this.ref = ref;
      this.options = options;
      this.callNotifier = callNotifier;
      this.file = new ArchiveFile(target, options);
      this.sink = new ArchiveSink(file, options);
      this.cost = new CallCost(began);
    }

    private Step<DownloadedArchive> checkTarget() {
      return onFiles(
          () -> {
            file.check();
            return file;
          },
          (checked, now) -> readJob(now));
    }

    /**
     * Does file work. A pause of zero length follows, so that the next step gets the time after the
     * work. The work may take long.
     */
    private <T> Step<DownloadedArchive> onFiles(FileWork<T> work, AfterFileWork<T> next) {
      return Step.blocking(
          before -> {
            T result;
            try {
              result = work.run();
            } catch (ArchiveFile.UnusableException e) {
              return Step.failed(ArchiveTransfer.unusable(e, cost.stats(before)));
            }
            return Step.pause(Duration.ZERO, now -> next.apply(result, now));
          });
    }

    private Step<DownloadedArchive> readJob(Instant started) {
      rateLimiter.record(ref.groupId(), started);
      return reads.read(
          resources.job(ref),
          new TimedReads.Progress(started, 0),
          started,
          callNotifier,
          (job, progress, now) -> {
            cost.count(progress.attempts());
            return requestFile(job, now);
          });
    }

    private Step<DownloadedArchive> requestFile(RestoreJob job, Instant now) {
      Download.State state = state(job);
      if (state != Download.State.AVAILABLE) {
        return Step.failed(new DownloadUnavailableException(state, job, cost.stats(now)));
      }
      DownloadLink link;
      try {
        link = DownloadLink.of(job.delivery().orElseThrow(), config.plainHttp());
      } catch (DownloadLink.RefusedException e) {
        return failed(ArchiveTransfer.refused(e), OptionalInt.empty(), now);
      }
      return Steps.cleanUpUnlessDone(
          later -> createFile(new LinkedJob(job, link)), now, file::discard);
    }

    private Step<DownloadedArchive> failed(String message, OptionalInt status, Instant now) {
      return Step.failed(
          new DownloadFailedException(message, file.bytes(), status, null, cost.stats(now)));
    }

    private Step<DownloadedArchive> createFile(LinkedJob linked) {
      return onFiles(
          () -> {
            file.create(linked.link.fileName());
            return file;
          },
          (created, now) -> transfer(linked, now));
    }

    private Step<DownloadedArchive> transfer(LinkedJob linked, Instant started) {
      ArchiveTransfer transfer =
          new ArchiveTransfer(config, options, linked.link, file, sink, cost, callNotifier);
      return Steps.flatMap(
          now -> transfer.start(),
          started,
          (refusal, now) ->
              refusal.isPresent()
                  ? readReason(linked.job, refusal.get(), now)
                  : completeFile(linked));
    }

    private Step<DownloadedArchive> completeFile(LinkedJob linked) {
      return onFiles(
          () -> {
            sink.reportProgress();
            return file.complete();
          },
          (sha1, now) ->
              readHash(new HashCheck(linked, sha1, now.plus(options.hashWait()), 0), 1, now));
    }

    /** Reads the job once more, because its state may say why the link was refused. */
    private Step<DownloadedArchive> readReason(
        RestoreJob before, ArchiveTransfer.Refusal refusal, Instant started) {
      return Steps.flatMap(
          this::read,
          started,
          (read, now) -> {
            if (read.last() instanceof AttemptResult.Success<RestoreJob> success) {
              Download.State state = state(success.value());
              if (state != Download.State.AVAILABLE) {
                return Step.failed(
                    new DownloadUnavailableException(state, success.value(), cost.stats(now)));
              }
            }
            return failed(
                "%s refused the download link with status %d%s%s; request a new restore if the link is still refused later"
                    .formatted(
                        refusal.authority(),
                        refusal.status(),
                        file.bytes() == 0 ? "" : " after " + file.bytes() + " bytes",
                        before
                            .delivery()
                            .flatMap(Delivery::expires)
                            .map(end -> " (the link expires at " + end + ")")
                            .orElse("")),
                OptionalInt.of(refusal.status()),
                now);
          });
    }

    private Step<ReadResult<RestoreJob>> read(Instant now) {
      rateLimiter.record(ref.groupId(), now);
      return Steps.flatMap(
          later ->
              reader.read(
                  resources.job(ref), later, later.plus(config.timeouts().call()), callNotifier),
          now,
          (read, later) -> {
            cost.count(read.attempts());
            return Step.done(read);
          });
    }

    /**
     * Reads the job until it contains the hash of the file. Stops early if further reads cannot
     * help, or could lock the account.
     */
    private Step<DownloadedArchive> readHash(HashCheck before, int number, Instant started) {
      return Steps.flatMap(
          this::read,
          started,
          (read, now) -> {
            HashCheck check = before.withRefusals(0);
            Duration retryAfter = Duration.ZERO;
            if (read.last() instanceof AttemptResult.Success<RestoreJob> success) {
              check = check.with(success.value());
              Optional<String> expected = expectedSha1(check.linked);
              if (expected.isPresent()) {
                return compare(check, expected.get(), now);
              }
            } else if (read.last() instanceof AttemptResult.Failure<RestoreJob> failure) {
              if (failure.failureClass() == FailureClass.KEY_REFUSED) {
                check = before.withRefusals(before.refusals + 1);
              }
              boolean isErrorOfService =
                  failure.failureClass() == FailureClass.PERMANENT
                      && failure.error().apply(cost.stats(now)) instanceof ApiException;
              if (isErrorOfService || check.refusals == FailedPolls.MAX_REFUSALS) {
                return publish(check, Verification.NOT_OFFERED);
              }
              if (failure.failureClass() == FailureClass.RETRYABLE) {
                retryAfter = failure.retryAfter().orElse(Duration.ZERO);
              }
            }
            return readHashAgain(check, number, retryAfter, now);
          });
    }

    private Step<DownloadedArchive> readHashAgain(
        HashCheck check, int number, Duration retryAfter, Instant now) {
      Duration left = Duration.between(now, check.until);
      if (left.isNegative() || left.isZero() || retryAfter.compareTo(left) > 0) {
        return publish(check, Verification.NOT_OFFERED);
      }
      Duration interval = PollInterval.after(number, config.poll(), config.random());
      Duration pause =
          Times.shorter(interval.compareTo(retryAfter) < 0 ? retryAfter : interval, left);
      callNotifier.paused(pause);
      return Step.pause(pause, later -> readHash(check, number + 1, later));
    }

    private Step<DownloadedArchive> compare(HashCheck check, String expected, Instant now) {
      return expected.equals(check.sha1)
          ? publish(check, Verification.VERIFIED)
          : Step.failed(
              new HashMismatchException(expected, check.sha1, file.partFile(), cost.stats(now)));
    }

    private Step<DownloadedArchive> publish(HashCheck check, Verification verification) {
      return onFiles(
          file::publish,
          (path, now) ->
              Step.done(
                  new DownloadedArchive(
                      path, file.bytes(), check.sha1, verification, check.linked.job)));
    }
  }

  /** Trusts the status of the delivery: core has no clock to compare the expiry with. */
  private static Download.State state(RestoreJob job) {
    return job.download(Instant.MIN).state();
  }

  /**
   * Returns the SHA-1 that the job offers for the file of the link, in lower case. If the job has
   * several hashes, this method uses the hash whose file name equals that of the link. If the job
   * has only one hash, this method uses it and ignores its file name.
   */
  private static Optional<String> expectedSha1(LinkedJob linked) {
    List<FileHash> all = linked.job.hashes();
    return all.stream()
        .filter(
            each ->
                all.size() == 1
                    || each.fileName().filter(linked.link.fileName()::equals).isPresent())
        .filter(JobDownload::isSha1)
        .flatMap(each -> each.hash().stream())
        .map(hash -> hash.strip().toLowerCase(Locale.ROOT))
        .filter(hash -> hash.matches("[0-9a-f]{40}"))
        .findFirst();
  }

  private static boolean isSha1(FileHash hash) {
    return hash.typeName()
        .map(name -> name.strip().replace("-", ""))
        .filter(name -> !name.equalsIgnoreCase("SHA1"))
        .isEmpty();
  }

  /** The job as it was last read, and the link of its file. */
  private record LinkedJob(RestoreJob job, DownloadLink link) {}

  /**
   * A complete file that is not yet compared with the hash of the service.
   *
   * @param until when to stop reading the job for its hash
   * @param refusals the number of reads in a row, up to the last one, that refused the key
   */
  private record HashCheck(LinkedJob linked, String sha1, Instant until, int refusals) {

    HashCheck withRefusals(int number) {
      return new HashCheck(linked, sha1, until, number);
    }

    HashCheck with(RestoreJob job) {
      return new HashCheck(new LinkedJob(job, linked.link), sha1, until, refusals);
    }
  }
}

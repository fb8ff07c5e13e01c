package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent.Operation;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.Download;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadProgress;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.DownloadedArchive.Verification;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.download.ArchiveFile;
import dev.atlasrestore.internal.download.ArchiveHead;
import dev.atlasrestore.internal.download.DownloadLink;
import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.read.Backoff;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.JobReader.ReadResult;
import dev.atlasrestore.internal.read.ListenerNotifier;
import dev.atlasrestore.internal.read.Messages;
import dev.atlasrestore.internal.read.RestoreJobResources;
import dev.atlasrestore.internal.read.RetryAfter;
import dev.atlasrestore.internal.step.Steps;
import dev.atlasrestore.internal.time.Times;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Performs downloads: reads the job, writes the file that its link leads to, and compares the hash.
 * See {@link dev.atlasrestore.RestoreDownloadPort} for the order of the steps.
 */
final class JobDownload {

  private static final int MAX_REDIRECTS = 5;

  /** Bodies of responses without the file are not used, but let a connection be used again. */
  private static final int MAX_ERROR_BODY_BYTES = 64 * 1024;

  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** The file has not begun with these, and may be there a little later. */
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

  /** The state of the job may say why the link gives one of these. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 410);

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

  /** Returns the step after file work. */
  @FunctionalInterface
  private interface AfterFileWork<T> {
    Step<DownloadedArchive> apply(T result, Instant now);
  }

  /** One download. Its steps are taken one after another, so it needs no lock. */
  private final class Run {
    private final RestoreJobRef ref;
    private final DownloadOptions options;
    private final CallNotifier callNotifier;
    private final Instant began;
    private final ArchiveFile file;
    private final Sink sink;
    private int attempts;
    private @Nullable ArchiveHead head;

    /** The number of failed requests since the last one that brought bytes of the file. */
    private int failures;

    private long bytesBefore;

    private Run(
        RestoreJobRef ref,
        Path target,
        DownloadOptions options,
        CallNotifier callNotifier,
        Instant began) {
      this.ref = ref;
      this.options = options;
      this.callNotifier = callNotifier;
      this.began = began;
      this.file = new ArchiveFile(target, options);
      this.sink = new Sink(file, options);
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
     * Does file work. The time after it comes from a pause of no length, because the work may take
     * long.
     */
    private <T> Step<DownloadedArchive> onFiles(FileWork<T> work, AfterFileWork<T> next) {
      return Step.blocking(
          before -> {
            T result;
            try {
              result = work.run();
            } catch (ArchiveFile.UnusableException e) {
              return Step.failed(unusable(e, before));
            }
            return Step.pause(Duration.ZERO, now -> next.apply(result, now));
          });
    }

    private DownloadTargetException unusable(ArchiveFile.UnusableException e, Instant now) {
      return new DownloadTargetException(
          String.valueOf(e.getMessage()), e.path(), e.getCause(), stats(now));
    }

    private CallStats stats(Instant now) {
      return new CallStats(attempts, Duration.between(began, now));
    }

    private Step<DownloadedArchive> readJob(Instant started) {
      rateLimiter.record(ref.groupId(), started);
      return reads.read(
          resources.job(ref),
          new TimedReads.Progress(started, 0),
          started,
          callNotifier,
          (job, progress, now) -> {
            attempts = progress.attempts();
            return requestFile(job, now);
          });
    }

    private Step<DownloadedArchive> requestFile(RestoreJob job, Instant now) {
      Download.State state = job.download(Instant.MIN).state();
      if (state != Download.State.AVAILABLE) {
        return Step.failed(new DownloadUnavailableException(state, job, stats(now)));
      }
      DownloadLink link;
      try {
        link = DownloadLink.of(job.delivery().orElseThrow(), config.plainHttp());
      } catch (DownloadLink.RefusedException e) {
        return refused(e, OptionalInt.empty(), now);
      }
      return Steps.cleanUpUnlessDone(
          later -> createFile(new Source(job, link)), now, file::discard);
    }

    private Step<DownloadedArchive> refused(
        DownloadLink.RefusedException e, OptionalInt status, Instant now) {
      return failed("The download link was not requested: " + e.getMessage(), status, null, now);
    }

    /** Fails because the link gives no file, or not the whole file. */
    private Step<DownloadedArchive> failed(
        String message, OptionalInt status, @Nullable Throwable cause, Instant now) {
      return Step.failed(
          new DownloadFailedException(message, file.bytes(), status, cause, stats(now)));
    }

    private Step<DownloadedArchive> createFile(Source source) {
      return onFiles(
          () -> {
            file.create(source.link.fileName());
            return file;
          },
          (created, now) -> send(source, source.link, 0));
    }

    /** Requests the file, or the rest of it. */
    private Step<DownloadedArchive> send(Source source, DownloadLink link, int redirects) {
      attempts++;
      bytesBefore = file.bytes();
      sink.status = OptionalInt.empty();
      HttpRequest request = link.request();
      return Step.transfer(
          head == null ? request : head.rest(request, bytesBefore),
          options.idleTimeout(),
          MAX_ERROR_BODY_BYTES,
          this::sinkFor,
          (response, now) ->
              sink.status.isPresent()
                  ? bodyEnded(source, now)
                  : answered(source, link, redirects, response, now),
          (failure, now) -> lost(source, link, failure, now));
    }

    private Optional<BodySink> sinkFor(HttpResponse response) {
      if (head == null) {
        if (response.status() != 200) {
          return Optional.empty();
        }
        head = ArchiveHead.of(response);
      } else {
        OptionalLong total = head.totalIfContinuedBy(response, bytesBefore);
        if (total.isEmpty()) {
          return Optional.empty();
        }
        head = new ArchiveHead(total, head.validator());
      }
      sink.total = head.total();
      sink.status = OptionalInt.of(response.status());
      return Optional.of(sink);
    }

    private Step<DownloadedArchive> bodyEnded(Source source, Instant now) {
      long bytes = file.bytes();
      if (sink.total.isPresent() && bytes < sink.total.getAsLong()) {
        return incomplete(source, "the server ended the response too early", null, now);
      }
      return onFiles(
          () -> {
            sink.reportProgress();
            return file.complete();
          },
          (sha1, later) ->
              readHash(new Proof(source, sha1, later.plus(options.hashWait())), 1, later));
    }

    /** Handles a response that does not bring the file. */
    private Step<DownloadedArchive> answered(
        Source source, DownloadLink link, int redirects, HttpResponse response, Instant now) {
      OptionalInt status = OptionalInt.of(response.status());
      Optional<String> location = response.header("Location");
      if (REDIRECTS.contains(response.status()) && location.isPresent()) {
        return redirected(source, link, redirects, status, location.get(), now);
      }
      if (RETRYABLE.contains(response.status())) {
        Optional<Duration> pause = pauseBeforeRetry(RetryAfter.in(response));
        if (pause.isPresent()) {
          return retry(source, pause.get());
        }
      }
      if (head == null && REFUSALS.contains(response.status())) {
        return readReason(source, link, status, now);
      }
      return failed(
          head == null
              ? "%s responded to the download link with status %d; read the job again to see whether its file can still be downloaded"
                  .formatted(link.authority(), response.status())
              : "%s did not continue the download after %d bytes (status %d): it may have another file now, and the link may be used up; read the job again"
                  .formatted(link.authority(), file.bytes(), response.status()),
          status,
          null,
          now);
    }

    private Step<DownloadedArchive> redirected(
        Source source,
        DownloadLink link,
        int redirects,
        OptionalInt status,
        String location,
        Instant now) {
      if (redirects == MAX_REDIRECTS) {
        return failed(
            "The download link leads to more than " + MAX_REDIRECTS + " redirects",
            status,
            null,
            now);
      }
      try {
        return send(source, link.redirect(location), redirects + 1);
      } catch (DownloadLink.RefusedException e) {
        return refused(e, status, now);
      }
    }

    private Step<DownloadedArchive> lost(
        Source source, DownloadLink link, TransportFailure failure, Instant now) {
      if (sink.thrown instanceof Error error) {
        throw error;
      }
      if (sink.thrown != null) {
        return sink.thrown instanceof ArchiveFile.UnusableException e
            ? Step.failed(unusable(e, now))
            : Step.failed((RuntimeException) sink.thrown);
      }
      if (sink.overflow) {
        return failed(
            "The server sent more bytes than it announced; the link may be used up",
            sink.status,
            null,
            now);
      }
      String reason =
          failure.kind() == TransportFailure.Kind.TIMEOUT
              ? "no byte arrived within the idle timeout of "
                  + Messages.describe(options.idleTimeout())
                  + " (DownloadOptions.withIdleTimeout)"
              : Messages.describe(failure.kind());
      if (failure.kind() == TransportFailure.Kind.CLIENT_CLOSED) {
        return Step.failed(
            new TransportException(
                "The download from " + link.authority() + " failed: " + reason,
                failure,
                stats(now)));
      }
      boolean notBegun =
          head == null
              && (failure.onReusedConnection()
                  || (failure.fate() == TransportFailure.Fate.NOT_SENT
                      && failure.kind() != TransportFailure.Kind.TLS));
      if (notBegun) {
        Optional<Duration> pause = pauseBeforeRetry(Optional.empty());
        if (pause.isPresent()) {
          return retry(source, pause.get());
        }
      }
      return head == null
          ? failed(
              "The download from "
                  + link.authority()
                  + " did not begin: "
                  + reason
                  + (failure.fate() == TransportFailure.Fate.NOT_SENT
                      ? ""
                      : "; the link may be used up"),
              OptionalInt.empty(),
              failure.cause().orElse(null),
              now)
          : incomplete(source, reason, failure.cause().orElse(null), now);
    }

    /** Continues a download that has stopped within the file, if that is allowed. */
    private Step<DownloadedArchive> incomplete(
        Source source, String reason, @Nullable Throwable cause, Instant now) {
      if (file.bytes() > bytesBefore) {
        failures = 0;
      }
      if (options.resume() && head != null && head.isResumable()) {
        Optional<Duration> pause = pauseBeforeRetry(Optional.empty());
        if (pause.isPresent()) {
          return retry(source, pause.get());
        }
      }
      return failed(
          "The download from %s ended after %d bytes%s: %s; %s, and the link may be used up: read the job again"
              .formatted(
                  source.link.authority(),
                  file.bytes(),
                  sink.total.isPresent() ? " of " + sink.total.getAsLong() : "",
                  reason,
                  whyNotContinued()),
          sink.status,
          cause,
          now);
    }

    private String whyNotContinued() {
      if (!options.resume()) {
        return "the options do not allow to continue";
      }
      return head != null && head.isResumable()
          ? "it could not be continued in " + failures + " attempts"
          : "the server does not prove that it can continue the same file";
    }

    /** Returns the pause before the next request; empty if there must be none. */
    private Optional<Duration> pauseBeforeRetry(Optional<Duration> asked) {
      failures++;
      if (failures >= config.retry().maxAttempts()
          || asked.filter(time -> time.compareTo(config.timeouts().call()) > 0).isPresent()) {
        return Optional.empty();
      }
      Duration backoff = Backoff.after(failures, config.retry(), config.random());
      return Optional.of(asked.orElse(Duration.ZERO).plus(backoff));
    }

    private Step<DownloadedArchive> retry(Source source, Duration pause) {
      callNotifier.paused(pause);
      return Step.pause(pause, now -> send(source, source.link, 0));
    }

    /** Reads the job once more, because its state may say why the link is refused. */
    private Step<DownloadedArchive> readReason(
        Source source, DownloadLink link, OptionalInt status, Instant started) {
      return Steps.flatMap(
          now -> read(now),
          started,
          (read, now) -> {
            if (read.last() instanceof AttemptResult.Success<RestoreJob> success) {
              Download.State state = success.value().download(Instant.MIN).state();
              if (state != Download.State.AVAILABLE) {
                return Step.failed(
                    new DownloadUnavailableException(state, success.value(), stats(now)));
              }
            }
            return failed(
                "%s refused the download link with status %d%s; request a new restore if it stays so"
                    .formatted(
                        link.authority(),
                        status.getAsInt(),
                        source
                            .job
                            .delivery()
                            .flatMap(delivery -> delivery.expires())
                            .map(end -> " (it expires at " + end + ")")
                            .orElse("")),
                status,
                null,
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
            attempts += read.attempts();
            return Step.done(read);
          });
    }

    /** Reads the job until it has the hash of the file. */
    private Step<DownloadedArchive> readHash(Proof before, int number, Instant started) {
      return Steps.flatMap(
          now -> read(now),
          started,
          (read, now) -> {
            Proof proof = before;
            Duration asked = Duration.ZERO;
            if (read.last() instanceof AttemptResult.Success<RestoreJob> success) {
              proof = before.with(success.value());
              Optional<String> expected = expectedSha1(proof.source);
              if (expected.isPresent()) {
                return compare(proof, expected.get(), now);
              }
            } else if (read.last() instanceof AttemptResult.Failure<RestoreJob> failure) {
              asked = failure.retryAfter().orElse(Duration.ZERO);
            }
            return readHashAgain(proof, number, asked, now);
          });
    }

    private Step<DownloadedArchive> readHashAgain(
        Proof proof, int number, Duration asked, Instant now) {
      Duration left = Duration.between(now, proof.until);
      if (left.isNegative() || left.isZero() || asked.compareTo(left) > 0) {
        return publish(proof, Verification.NOT_OFFERED);
      }
      Duration interval = PollInterval.after(number, config.poll(), config.random());
      Duration pause = Times.shorter(interval.compareTo(asked) < 0 ? asked : interval, left);
      callNotifier.paused(pause);
      return Step.pause(pause, later -> readHash(proof, number + 1, later));
    }

    private Step<DownloadedArchive> compare(Proof proof, String expected, Instant now) {
      return expected.equals(proof.sha1)
          ? publish(proof, Verification.VERIFIED)
          : Step.failed(
              new HashMismatchException(expected, proof.sha1, file.partFile(), stats(now)));
    }

    private Step<DownloadedArchive> publish(Proof proof, Verification verification) {
      return onFiles(
          file::publish,
          (path, now) ->
              Step.done(
                  new DownloadedArchive(
                      path, file.bytes(), proof.sha1, verification, proof.source.job)));
    }
  }

  /** Returns the SHA-1 that the job offers for the file of the link, in lower case. */
  private static Optional<String> expectedSha1(Source source) {
    List<FileHash> all = source.job.hashes();
    return all.stream()
        .filter(
            each ->
                all.size() == 1
                    || each.fileName().filter(source.link.fileName()::equals).isPresent())
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

  /** The job as it was last read, and the link of the file. */
  private record Source(RestoreJob job, DownloadLink link) {}

  /**
   * A complete file whose hash is still to be read.
   *
   * @param until the time until which the job is read
   */
  private record Proof(Source source, String sha1, Instant until) {

    Proof with(RestoreJob job) {
      return new Proof(new Source(job, source.link), sha1, until);
    }
  }

  /** Writes the file, and reports the progress. */
  private static final class Sink implements BodySink {
    private final ArchiveFile file;
    private final DownloadOptions options;

    /** Progress is for people, so it uses real time. */
    private final ElapsedClock clock = new ElapsedClock();

    private final Instant start = clock.instant();
    private Instant lastReport = start;

    /** The status of the response whose body is written; empty until its head has arrived. */
    private OptionalInt status = OptionalInt.empty();

    private OptionalLong total = OptionalLong.empty();
    private boolean overflow;
    private @Nullable Throwable thrown;

    private Sink(ArchiveFile file, DownloadOptions options) {
      this.file = file;
      this.options = options;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      if (total.isPresent() && bytes.remaining() > total.getAsLong() - file.bytes()) {
        overflow = true;
        throw new IOException("more bytes than announced");
      }
      try {
        file.write(bytes);
        if (!clock.instant().isBefore(lastReport.plus(PROGRESS_INTERVAL))) {
          reportProgress();
        }
      } catch (ArchiveFile.UnusableException | RuntimeException | Error e) {
        thrown = e;
        throw e;
      }
    }

    /** The next report waits for the interval after this one, even if the receiver is slow. */
    private void reportProgress() {
      Duration elapsed = Duration.between(start, clock.instant());
      options.progress().accept(new DownloadProgress(file.bytes(), total, elapsed));
      lastReport = clock.instant();
    }
  }
}

package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.DownloadedArchive.Verification;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Defects of downloads. */
final class DownloadDefects {

  private DownloadDefects() {}

  static List<Defect<BrokenPort>> all() {
    return List.of(
        on("loses bytes", "completeArchiveIsVerified", TransferDefects::losingBytes),
        with(
            "reports no progress",
            "progressEndsWithTheSizeOfTheFile",
            options -> options.withProgress(progress -> {})),
        port("deletes a wrong file", "wrongHashKeepsThePart", Deleting::new),
        with(
            "does not wait for the hash",
            "lateHashIsAwaited",
            options -> options.withHashWait(Duration.ZERO)),
        port("believes every file", "missingHashIsNotOffered", Believing::new),
        with(
            "overwrites",
            "unsuitableTargetFailsBeforeAnyRequest",
            options -> options.withOverwrite(true)),
        with(
            "never overwrites",
            "existingFileIsReplacedIfAllowed",
            options -> options.withOverwrite(false)),
        port("makes its own names", "fileInAFolderGetsTheNameOfTheLink", Naming::new),
        on(
            "has a timeout as a whole",
            "downloadHasOnlyAnIdleTimeout",
            TransferDefects::timingTheWhole),
        on(
            "sends credentials to links",
            "linkGetsNoCredentialsOfTheApi",
            () ->
                requesting(
                    request ->
                        HttpRequest.newBuilder(request, (name, value) -> true)
                            .header("Authorization", "Digest test")
                            .build())),
        on(
            "drops unknown header fields",
            "headerFieldIsSentWithItsLink",
            () ->
                requesting(
                    request ->
                        HttpRequest.newBuilder(request, (name, value) -> !name.contains("token"))
                            .build())),
        on("follows redirects", "redirectsAreFollowed", DownloadDefects::following),
        on("follows redirects", "sixthRedirectFails", DownloadDefects::following),
        port("trusts no certificate", "redirectFromHttpsToHttpFails", ToyPort::new),
        port("reads the job twice", "unavailableFileIsNotRequested", ReadingTwice::new),
        on("hides statuses", "refusedLinkIsExplained", DownloadDefects::hidingStatuses),
        port("names the link", "downloadShowsNoSecret", NamingTheLink::new),
        with(
            "never continues",
            "brokenDownloadContinuesOnProof",
            options -> options.withResume(false)),
        port("downloads again", "brokenDownloadFailsWithoutProof", DownloadingAgain::new),
        port(
            "downloads again",
            "brokenDownloadDoesNotContinueWithAnotherFile",
            DownloadingAgain::new),
        on(
            "does not run the cleanup",
            "cancelledDownloadLeavesNoFile",
            TransferDefects::skippingCleanup),
        on(
            "ignores a cancel",
            "cancelWhileWaitingForTheHashKeepsThePart",
            LifeDefects::ignoringCancel),
        on("does not run the cleanup", "closeEndsADownload", TransferDefects::skippingCleanup));
  }

  private static Defect<BrokenPort> port(String description, String test, BrokenPort broken) {
    return new Defect<>(description, test, () -> broken);
  }

  private static Defect<BrokenPort> on(
      String description, String test, Supplier<ToyRunner> runner) {
    return port(description, test, config -> new ToyPort(config, runner.get()));
  }

  /** Changes the options of every download. */
  private static Defect<BrokenPort> with(
      String description, String test, UnaryOperator<DownloadOptions> change) {
    return port(
        description,
        test,
        config ->
            new ToyPort(config) {
              @Override
              public DownloadedArchive download(
                  RestoreJobRef ref, Path target, DownloadOptions options) {
                return super.download(ref, target, change.apply(options));
              }
            });
  }

  /** Changes the requests of transfers. */
  private static ToyRunner requesting(UnaryOperator<HttpRequest> change) {
    return new ToyRunner() {
      @Override
      HttpRequest request(Step.Exchange<?> step) {
        HttpRequest request = super.request(step);
        return step instanceof Step.Transfer ? change.apply(request) : request;
      }
    };
  }

  private static ToyRunner following() {
    return ExchangeDefects.on(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS));
  }

  private static ToyRunner hidingStatuses() {
    return new ToyRunner() {
      @Override
      Optional<BodySink> sink(Step.Transfer<?> transfer, HttpResponse head) {
        return head.status() >= 400 ? Optional.empty() : super.sink(transfer, head);
      }

      @Override
      <T> Step<T> transfer(Step.Transfer<T> transfer) throws InterruptedException {
        return super.transfer(
            transfer.withContinuation(
                (event, now) ->
                    transfer.next(
                        event instanceof Event.Answered answered
                                && answered.response().status() >= 400
                            ? new Event.Unanswered(
                                TransportFailure.unknown(TransportFailure.Kind.OTHER))
                            : event,
                        now)));
      }
    };
  }

  private static final class Deleting extends ToyPort {
    Deleting(AtlasConfig config) {
      super(config);
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
      try {
        return super.download(ref, target, options);
      } catch (HashMismatchException e) {
        try {
          Files.delete(e.file());
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
        throw e;
      }
    }
  }

  private static final class Believing extends ToyPort {
    Believing(AtlasConfig config) {
      super(config);
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
      DownloadedArchive archive = super.download(ref, target, options);
      return new DownloadedArchive(
          archive.path(), archive.bytes(), archive.sha1(), Verification.VERIFIED, archive.job());
    }
  }

  private static final class Naming extends ToyPort {
    Naming(AtlasConfig config) {
      super(config);
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
      return super.download(
          ref, Files.isDirectory(target) ? target.resolve("download") : target, options);
    }
  }

  private static final class ReadingTwice extends ToyPort {
    ReadingTwice(AtlasConfig config) {
      super(config);
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
      get(ref);
      return super.download(ref, target, options);
    }
  }

  private static final class NamingTheLink extends ToyPort {
    NamingTheLink(AtlasConfig config) {
      super(config);
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
      try {
        return super.download(ref, target, options);
      } catch (DownloadFailedException e) {
        throw new DownloadFailedException(
            get(ref).delivery().flatMap(Delivery::url).orElse("s3cr3t"),
            e.bytes(),
            OptionalInt.empty(),
            e,
            new CallStats(1, Duration.ZERO));
      }
    }
  }

  private static final class DownloadingAgain extends ToyPort {
    DownloadingAgain(AtlasConfig config) {
      super(config);
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
      try {
        return super.download(ref, target, options);
      } catch (DownloadFailedException e) {
        return super.download(ref, target, options);
      }
    }
  }
}

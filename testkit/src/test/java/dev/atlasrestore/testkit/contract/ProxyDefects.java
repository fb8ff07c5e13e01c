package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Defects of runners and ports on a client with a proxy. */
final class ProxyDefects {

  /** The kind of client of the fixture that is being opened. The tests run one after the other. */
  private static final AtomicReference<ClientKind> KIND =
      new AtomicReference<>(ClientKind.supplied());

  private static final TransportFailure REFUSED =
      TransportFailure.notSent(Kind.REFUSED, new IOException("Connection refused"));

  private ProxyDefects() {}

  /** Sets the kind of client of the next runner or port. */
  static void openOn(ClientKind kind) {
    KIND.set(kind);
  }

  static List<Defect<RunnerUnderTest>> ofRunners() {
    return List.of(
        new Defect<>(
            "reports a refused tunnel as REFUSED",
            "refusedTunnelIsReported",
            () -> reporting(REFUSED)),
        new Defect<>(
            "reports a refused tunnel as REFUSED",
            "refusedTunnelOfATransferIsReported",
            () -> reporting(REFUSED)),
        new Defect<>(
            "does not know whether a request was sent",
            "unansweredTunnelIsReportedAsNotSent",
            () -> reporting(TransportFailure.unknown(Kind.CLOSED))));
  }

  static List<Defect<BrokenPort>> ofPorts() {
    return List.of(
        on("ignores its proxy", "tunnelOfAProxyCarriesTheCall", ProxyDefects::ignoringTheProxy),
        on(
            "reports a refused tunnel as REFUSED",
            "refusalByAProxyIsNotRepeated",
            () -> reporting(REFUSED)),
        on(
            "reports a refused tunnel as TLS",
            "proxyThatCannotReachTheServiceIsAskedAgain",
            () -> reporting(TransportFailure.notSent(Kind.TLS))),
        new Defect<>(
            "does not retry",
            "proxyThatClosesIsAskedAgain",
            () ->
                config ->
                    new ToyPort(config.withRetry(RetryPolicy.none()), ToyRunner.on(KIND.get()))),
        on(
            "reports bytes that are not HTTP as CLOSED",
            "proxyThatDoesNotSpeakHttpIsNotAskedAgain",
            () -> reporting(TransportFailure.notSent(Kind.CLOSED))),
        on("ignores its proxy", "silentProxyTimesOut", ProxyDefects::ignoringTheProxy),
        on(
            "reports a refused tunnel as CLIENT_CLOSED",
            "refusalByAProxyDoesNotEndAnEstablishedWait",
            () -> reporting(TransportFailure.notSent(Kind.CLIENT_CLOSED))));
  }

  private static Defect<BrokenPort> on(
      String description, String test, Supplier<ToyRunner> runner) {
    return new Defect<>(description, test, () -> config -> new ToyPort(config, runner.get()));
  }

  private static ToyRunner ignoringTheProxy() {
    return ToyRunner.on(ClientKind.trusting(FakeTls.trustStore()));
  }

  /** Returns a runner on a client with the proxy that reports each failure as this one. */
  private static ToyRunner reporting(TransportFailure failure) {
    ClientKind kind = KIND.get();
    return new ToyRunner() {
      @Override
      HttpClient client() {
        return kind instanceof ClientKind.Proxied proxied ? through(proxied) : super.client();
      }

      @Override
      TransportFailure refused(int status) {
        return failure;
      }

      @Override
      TransportFailure failure(Throwable error, LimitedBody.Handler body) {
        return failure;
      }
    };
  }
}

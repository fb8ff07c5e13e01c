package dev.atlasrestore.testkit.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The rules that every runner keeps, RUN-1 and following, tested with simple calls that do not
 * depend on Atlas. A test class of a transport extends this class. It runs each rule on the
 * transport's own native client and on a supplied one. If possible, a test checks the requests that
 * the server has received.
 *
 * <pre>{@code
 * class MyRunnerTest extends CallRunnerContract {
 *   @Override protected RunnerUnderTest runner(ClientKind kind) { ... }
 *   @Override protected Traits traits() {
 *     return Traits.keepsAll().without("RUN-9.head", "the reason");
 *   }
 * }
 * }</pre>
 *
 * <p>The kit has no rule about blocked event loops, RUN-19. Such a test needs a new JVM for each
 * transport, an agent that finds blocking calls, and the names of the transport's event loops.
 *
 * <p>With the system property {@code contract.excused=run}, excused rules run too, and an excuse
 * that is no longer needed fails the test class. With {@code only}, no other rules run; see {@link
 * Traits}.
 */
public abstract class CallRunnerContract extends Contract
    implements RunnerBlockingRules,
        RunnerBodyRules,
        RunnerCallRules,
        RunnerCancelRules,
        RunnerExchangeRules,
        RunnerFramingRules,
        RunnerIsolationRules,
        RunnerLeakRules,
        RunnerProxyRules,
        RunnerReportRules,
        RunnerReuseRules,
        RunnerTimeRules,
        RunnerTlsRules,
        RunnerTransferCancelRules,
        RunnerTransferFlowRules,
        RunnerTransferRules,
        RunnerTransferTimeRules {

  /** For subclasses. */
  protected CallRunnerContract() {}

  /**
   * Creates a runner on a new native client of this kind. Its {@code close()} also closes this
   * native client, even if it is a supplied one.
   */
  protected abstract RunnerUnderTest runner(ClientKind kind);

  /**
   * Returns the check whether the current thread may block. The kit calls it on the threads that
   * run a {@code BodySink} or a {@code Blocking}. A runner that blocks the thread of its user
   * returns a check that is always true; others return false at least on their event loops.
   *
   * <p>By default empty: the runner does not execute {@code Transfer} and {@code Blocking}, so the
   * rules RUN-26 and following do not apply.
   */
  protected Optional<BooleanSupplier> currentThreadMayBlock() {
    return Optional.empty();
  }

  @Override
  protected Traits traits() {
    return super.traits();
  }

  @Override
  final RunnerFixtures fixtures(String rule, ClientKind kind, Duration patience) {
    return new RunnerFixtures(this, kind, checksConnections(rule, kind), patience);
  }
}

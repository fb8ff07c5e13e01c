package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;

/**
 * The rules that every transport keeps as a whole, 1 to 33, tested with a {@link
 * dev.atlasrestore.testkit.FakeAtlas}. A test class of a transport extends this class, and runs
 * each rule on the own client and on a supplied client. Where possible, the tests check the
 * requests that the server has received.
 *
 * <pre>{@code
 * class MyRestoreJobsTest extends RestoreJobPortContract {
 *   @Override protected OpenPort open(AtlasConfig config, ClientKind kind) { ... }
 * }
 * }</pre>
 *
 * <p>With the system property {@code contract.excused=run}, excused rules run too, and an excuse
 * that is no longer needed fails the test class; see {@link Traits}.
 */
public abstract class RestoreJobPortContract extends Contract
    implements PortAddressRules,
        PortBatchRules,
        PortCancelRules,
        PortConnectionRules,
        PortDigestRules,
        PortDocumentRules,
        PortEnvelopeRules,
        PortErrorRules,
        PortEstablishedWaitRules,
        PortEventRules,
        PortLifecycleRules,
        PortListRules,
        PortRateRules,
        PortResponseRules,
        PortRetryRules,
        PortSecretRules,
        PortWaitRules {

  /** For subclasses. */
  protected RestoreJobPortContract() {}

  /**
   * Opens the port on a new client of this kind. Its {@code close()} closes the client too, own or
   * supplied.
   */
  protected abstract OpenPort open(AtlasConfig config, ClientKind kind);

  @Override
  protected Traits traits() {
    return super.traits();
  }

  @Override
  final PortFixtures fixtures(String rule, ClientKind kind) {
    return new PortFixtures(this, kind, checksConnections(rule, kind));
  }
}

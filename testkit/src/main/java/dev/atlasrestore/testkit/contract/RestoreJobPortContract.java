package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import java.time.Duration;

/**
 * The rules 1 to 36, which every client keeps, tested with a {@link
 * dev.atlasrestore.testkit.FakeAtlas}. A test class of a transport extends this class. It runs each
 * rule on the transport's own native client and on a supplied one. If possible, a test checks the
 * requests that the server has received.
 *
 * <pre>{@code
 * class MyRestoreJobsTest extends RestoreJobPortContract {
 *   @Override protected OpenPort open(AtlasConfig config, ClientKind kind) { ... }
 * }
 * }</pre>
 *
 * <p>With the system property {@code contract.excused=run}, excused rules run too, and an excuse
 * that is no longer needed fails the test class. With {@code only}, no other rules run; see {@link
 * Traits}.
 */
public abstract class RestoreJobPortContract extends Contract
    implements PortAddressRules,
        PortBatchRules,
        PortCancelRules,
        PortConnectionRules,
        PortDigestRules,
        PortDocumentRules,
        PortDownloadLinkRules,
        PortDownloadRules,
        PortDownloadStopRules,
        PortEnvelopeRules,
        PortErrorRules,
        PortEstablishedWaitRules,
        PortEventRules,
        PortGoalRules,
        PortLifecycleRules,
        PortListRules,
        PortProxyRules,
        PortRateRules,
        PortResponseRules,
        PortRetryRules,
        PortSecretRules,
        PortWaitRules {

  /** For subclasses. */
  protected RestoreJobPortContract() {}

  /**
   * Opens the port on a new native client of this kind. Its {@code close()} also closes this native
   * client, even if it is a supplied one.
   */
  protected abstract OpenPort open(AtlasConfig config, ClientKind kind);

  @Override
  protected Traits traits() {
    return super.traits();
  }

  @Override
  final PortFixtures fixtures(String rule, ClientKind kind, Duration patience) {
    return new PortFixtures(this, kind, checksConnections(rule, kind), patience);
  }
}

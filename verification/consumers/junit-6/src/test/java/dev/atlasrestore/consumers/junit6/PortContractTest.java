package dev.atlasrestore.consumers.junit6;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Traits;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;

/**
 * Runs the port contract on JUnit 6. It tests the test kit and not the transport, so it uses the
 * transport's own native client for every kind of client.
 */
class PortContractTest extends RestoreJobPortContract {

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config);
    return OpenPort.of(jobs, jobs::close);
  }

  @Override
  protected Traits traits() {
    ClientKind trusting = ClientKind.trusting(FakeTls.trustStore());
    return Traits.keepsAll()
        .without("4", trusting, "the own client has no option for a trust store")
        .without("35.redirect", trusting, "the own client has no option for a trust store")
        .without("36", "the own client uses no proxy");
  }
}

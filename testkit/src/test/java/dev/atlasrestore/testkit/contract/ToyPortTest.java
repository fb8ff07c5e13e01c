package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;

/** The port contract on the JDK's client. */
class ToyPortTest extends RestoreJobPortContract {

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    return new ToyPort(config, ToyRunner.on(kind));
  }

  @Override
  protected Traits traits() {
    return ToyRunner.TRAITS;
  }
}

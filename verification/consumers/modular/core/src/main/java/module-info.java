/** An application that uses core and codec without a transport. */
module dev.atlasrestore.consumers.core {
  requires dev.atlasrestore.codec.jsonb;
  requires dev.atlasrestore.core;
  requires dev.atlasrestore.testkit;
}

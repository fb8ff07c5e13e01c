/** An application on Reactor Netty. */
module dev.atlasrestore.consumers.reactor {
  requires dev.atlasrestore.codec.jsonb;
  requires dev.atlasrestore.core;
  requires dev.atlasrestore.testkit;
  requires dev.atlasrestore.transport.reactor;
  requires reactor.core;
}

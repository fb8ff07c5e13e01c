package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.testkit.FakeTls;
import java.net.URI;
import java.util.List;

/** The kinds of client that the test of a rule runs on. */
enum ClientKinds {
  OWN_AND_SUPPLIED {
    @Override
    List<ClientKind> kinds() {
      return List.of(ClientKind.own(), ClientKind.supplied());
    }
  },
  OWN {
    @Override
    List<ClientKind> kinds() {
      return List.of(ClientKind.own());
    }
  },
  TRUSTING {
    @Override
    List<ClientKind> kinds() {
      return List.of(ClientKind.trusting(FakeTls.trustStore()));
    }
  },
  POOLED {
    @Override
    List<ClientKind> kinds() {
      return List.of(ClientKind.pooled(1));
    }
  },
  /** The test itself starts the proxy, so the address here is not used. */
  PROXIED {
    @Override
    List<ClientKind> kinds() {
      return List.of(ClientKind.proxied(URI.create("http://127.0.0.1:3128"), FakeTls.trustStore()));
    }
  };

  /** Returns the kinds, in the order in which the test runs on them. */
  abstract List<ClientKind> kinds();
}

package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.testkit.FakeTls;
import java.util.List;

/** The kinds of client that a rule is tested on. */
enum Kinds {
  OWN_AND_BORROWED {
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
  };

  abstract List<ClientKind> kinds();
}

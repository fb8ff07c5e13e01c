package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.Samples;
import dev.atlasrestore.codec.FewWordsCodec;
import dev.atlasrestore.exchange.Dialogue;

/** Clients whose service speaks {@link FewWordsCodec}, and what a service says. */
final class Client {

  /** Asks to sign, as Atlas does. */
  static final String CHALLENGE =
      "WWW-Authenticate: Digest realm=\"MMS Public API\", domain=\"\", nonce=\"SlgYP7Tv3FS\","
          + " algorithm=MD5, qop=\"auth\", stale=false";

  private Client() {}

  static RestoreJobCalls of(AtlasConfig config) {
    return new RestoreJobCalls(config, new FewWordsCodec());
  }

  /** A read of {@link Samples#REF} by a fresh client. */
  static Dialogue<RestoreJob> get(AtlasConfig config) {
    return Dialogue.of(of(config).get(Samples.REF));
  }

  /** A wait for {@link Samples#REF} by a fresh client. */
  static Dialogue<RestoreJob> await(AtlasConfig config) {
    return Dialogue.of(of(config).awaitCompletion(Samples.REF));
  }
}

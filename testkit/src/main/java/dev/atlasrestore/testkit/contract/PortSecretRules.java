package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.Collections;
import java.util.List;

/** The rule 25: secrets. */
interface PortSecretRules {

  @Rule(id = "25", text = "No `toString`, message or stack trace contains a secret.")
  default void secretsAreNeverShown(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().put(PortFixture.REF, RestoreJobFixtures.withAuthHeader());
      AtlasConfig config = fixture.atlas().config();
      fixture.assertShowsNoSecret(fixture.port().get(PortFixture.REF).toString());
      fixture.assertShowsNoSecret(config + " " + config.key() + " " + fixture.port());
      for (Reply fault :
          List.of(
              Reply.drop(),
              Hostile.reset(),
              Hostile.garbage(),
              Hostile.truncated(),
              Reply.json("{\"delivery\":{\"url\":\"s3cr3t\",\"authValue\":\"s3cr3t\"}}"))) {
        fixture.atlas().script(Collections.nCopies(20, fault).toArray(Reply[]::new));
        fixture.failure(AtlasException.class);
        fixture.atlas().reset();
        fixture.atlas().put(PortFixture.REF, PortFixture.JOB);
      }
    }
  }
}

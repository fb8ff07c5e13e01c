package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.examples.jakartaee.host.Host;
import dev.atlasrestore.examples.jakartaee.host.Liberty;
import dev.atlasrestore.examples.jakartaee.host.Settings;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "host.liberty", matches = "true")
class LibertyIT extends HostContract {

  @Override
  Host start(Settings settings) {
    return Liberty.start(settings);
  }
}

package dev.atlasrestore.consumers.jakartaee;

import dev.atlasrestore.consumers.jakartaee.host.Host;
import dev.atlasrestore.consumers.jakartaee.host.Liberty;
import dev.atlasrestore.consumers.jakartaee.host.Settings;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "host.liberty", matches = "true")
class LibertyIT extends HostContract {

  @Override
  Host start(Settings settings) {
    return Liberty.start(settings);
  }
}

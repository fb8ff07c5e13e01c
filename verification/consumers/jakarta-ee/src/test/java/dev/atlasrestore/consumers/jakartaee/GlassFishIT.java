package dev.atlasrestore.consumers.jakartaee;

import dev.atlasrestore.consumers.jakartaee.host.GlassFish;
import dev.atlasrestore.consumers.jakartaee.host.Host;
import dev.atlasrestore.consumers.jakartaee.host.Settings;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "host.glassfish", matches = "true")
class GlassFishIT extends HostContract {

  @Override
  Host start(Settings settings) {
    return GlassFish.start(settings);
  }
}

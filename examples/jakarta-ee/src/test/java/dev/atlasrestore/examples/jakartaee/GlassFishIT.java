package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.examples.jakartaee.host.GlassFish;
import dev.atlasrestore.examples.jakartaee.host.Host;
import dev.atlasrestore.examples.jakartaee.host.Settings;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "host.glassfish", matches = "true")
class GlassFishIT extends HostContract {

  @Override
  Host start(Settings settings) {
    return GlassFish.start(settings);
  }
}

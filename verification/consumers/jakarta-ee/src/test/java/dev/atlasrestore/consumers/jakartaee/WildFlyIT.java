package dev.atlasrestore.consumers.jakartaee;

import dev.atlasrestore.consumers.jakartaee.host.Host;
import dev.atlasrestore.consumers.jakartaee.host.Settings;
import dev.atlasrestore.consumers.jakartaee.host.WildFly;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "host.wildfly", matches = "true")
class WildFlyIT extends HostContract {

  @Override
  Host start(Settings settings) {
    return WildFly.start(settings, System.getProperty("wildfly.version"));
  }
}

package dev.atlasrestore.examples.jakartaee;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Lists the resources explicitly, so that no container scans the libraries for more. */
@ApplicationPath("api")
public class RestoresApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(RestoresResource.class, AtlasFailures.class);
  }
}

package dev.atlasrestore.consumers.jakartaee.probe;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The application of the probe, which is only in the war that the tests deploy. */
@ApplicationPath("probe")
public class ProbeApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(Probe.class);
  }
}

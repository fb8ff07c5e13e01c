package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.TransportException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;

/** Shows how the last call ended. Makes no request. {@code docs/jakarta-ee.md} shows it. */
@Readiness
@ApplicationScoped
public class AtlasHealth implements CallListener, HealthCheck {

  private static final Set<Class<?>> DOWN =
      Set.of(AuthenticationException.class, AccessDeniedException.class, TransportException.class);

  private volatile Status status = Status.UP;

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Done done) {
      status = done.failure().stream().anyMatch(DOWN::contains) ? Status.DOWN : Status.UP;
    }
  }

  @Override
  public HealthCheckResponse call() {
    return new HealthCheckResponse("atlas-restore", status, Optional.empty());
  }
}

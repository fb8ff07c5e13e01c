package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.TransportException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
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

  private volatile Instant downUntil = Instant.MIN;

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Done done) {
      boolean failed = done.failure().stream().anyMatch(DOWN::contains);
      downUntil = failed ? Instant.now().plusSeconds(60) : Instant.MIN;
    }
  }

  @Override
  public HealthCheckResponse call() {
    Status status = Instant.now().isBefore(downUntil) ? Status.DOWN : Status.UP;
    return new HealthCheckResponse("atlas-restore", status, Optional.empty());
  }
}

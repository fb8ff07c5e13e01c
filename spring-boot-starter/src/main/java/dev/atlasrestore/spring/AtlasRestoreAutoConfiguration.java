package dev.atlasrestore.spring;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import reactor.netty.http.client.HttpClient;

/**
 * Configures the client for restore jobs.
 *
 * <ul>
 *   <li>{@link AtlasConfig}, from {@link AtlasProperties}. All beans of the type {@link
 *       CallListener} receive the events of calls.
 *   <li>{@link ReactorRestoreJobs}, on the {@code HttpClient} bean of the application if there is
 *       exactly one, otherwise on the library's own native client. Not created if the application
 *       defines a {@link RestoreJobPort}.
 *   <li>{@link SpringRestoreJobs}, which ends waits and downloads when the application stops. It is
 *       the primary bean of every port that {@code ReactorRestoreJobs} implements, for example
 *       {@code RestoreDownloadPort<Mono<DownloadedArchive>>}.
 *   <li>With Micrometer: metrics. With the health API of Spring Boot 3.5 or 4: the health
 *       contributor {@code atlasRestore}.
 * </ul>
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@EnableConfigurationProperties(AtlasProperties.class)
public final class AtlasRestoreAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean({AtlasConfig.class, RestoreJobPort.class})
  AtlasConfig atlasConfig(AtlasProperties properties) {
    return properties.toConfig();
  }

  @Bean
  @ConditionalOnMissingBean(RestoreJobPort.class)
  ReactorRestoreJobs atlasRestoreClient(
      AtlasConfig config,
      ObjectProvider<CallListener> listeners,
      ObjectProvider<HttpClient> nativeClient) {
    List<CallListener> all = listeners.orderedStream().toList();
    AtlasConfig listening =
        all.isEmpty()
            ? config
            : config.withListener(event -> all.forEach(listener -> listener.on(event)));
    HttpClient supplied = nativeClient.getIfUnique();
    try {
      return supplied == null
          ? ReactorRestoreJobs.create(listening)
          : ReactorRestoreJobs.create(listening, supplied);
    } catch (IllegalArgumentException plainHttp) {
      throw new InvalidSettingException(
          "host", "it must begin with https, unless atlas.plain-http is true");
    }
  }

  @Bean
  @Primary
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(ReactorRestoreJobs.class)
  SpringRestoreJobs restoreJobs(ReactorRestoreJobs client) {
    return new SpringRestoreJobs(client);
  }

  @Bean
  @ConditionalOnMissingBean
  LastCall atlasRestoreLastCall() {
    return new LastCall(InstantSource.system());
  }

  /** Records metrics if the application has a registry. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnBean(MeterRegistry.class)
  static class Metrics {

    @Bean
    CallMetrics atlasRestoreMetrics(MeterRegistry registry) {
      return new CallMetrics(registry);
    }

    @Bean
    MeterBinder atlasRestoreWaits(ObjectProvider<SpringRestoreJobs> jobs) {
      return registry ->
          Gauge.builder(
                  "atlas.restore.waits",
                  () -> jobs.stream().mapToInt(SpringRestoreJobs::openWaits).sum())
              .description("Waits for restore jobs that are in progress")
              .register(registry);
    }
  }

  /** Reports the health in Spring Boot 3.5. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  @Conditional(HealthEnabled.class)
  static class Health {

    @Bean
    @ConditionalOnMissingBean(name = "atlasRestoreHealthIndicator")
    org.springframework.boot.actuate.health.HealthIndicator atlasRestoreHealthIndicator(
        LastCall last) {
      return () ->
          last.outcome()
              .map(
                  outcome ->
                      (outcome.isHealthy()
                              ? org.springframework.boot.actuate.health.Health.up()
                              : org.springframework.boot.actuate.health.Health.down())
                          .withDetails(details(outcome)))
              .orElseGet(org.springframework.boot.actuate.health.Health::unknown)
              .build();
    }
  }

  /** Reports the health in Spring Boot 4. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  @Conditional(HealthEnabled.class)
  static class HealthInSpringBoot4 {

    @Bean
    @ConditionalOnMissingBean(name = "atlasRestoreHealthIndicator")
    org.springframework.boot.health.contributor.HealthIndicator atlasRestoreHealthIndicator(
        LastCall last) {
      return () ->
          last.outcome()
              .map(
                  outcome ->
                      (outcome.isHealthy()
                              ? org.springframework.boot.health.contributor.Health.up()
                              : org.springframework.boot.health.contributor.Health.down())
                          .withDetails(details(outcome)))
              .orElseGet(org.springframework.boot.health.contributor.Health::unknown)
              .build();
    }
  }

  /**
   * Reads the properties by which Spring Boot turns health indicators off. Its own condition cannot
   * be used, because its package differs between 3.5 and 4.
   */
  static final class HealthEnabled implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      Environment properties = context.getEnvironment();
      boolean byDefault =
          properties.getProperty("management.health.defaults.enabled", Boolean.class, true);
      return properties.getProperty(
          "management.health.atlas-restore.enabled", Boolean.class, byDefault);
    }
  }

  private static Map<String, Object> details(LastCall.Outcome outcome) {
    return Map.of(
        "lastCall", outcome.ended().toString(), "failure", outcome.failure().orElse("none"));
  }
}

/**
 * Configures a {@link dev.atlasrestore.transport.reactor.ReactorRestoreJobs} in a Spring Boot
 * application.
 *
 * <p>Inject {@code RestoreJobPort<Mono<RestoreJob>>}, or {@link
 * dev.atlasrestore.spring.SpringRestoreJobs} for all operations. {@link
 * dev.atlasrestore.spring.AtlasProperties} lists the settings.
 */
@NullMarked
package dev.atlasrestore.spring;

import org.jspecify.annotations.NullMarked;

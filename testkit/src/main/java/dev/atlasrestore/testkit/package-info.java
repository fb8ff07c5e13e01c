/**
 * For tests: {@link dev.atlasrestore.testkit.FakeAtlas} answers like the service, or as badly as a
 * script says; {@link dev.atlasrestore.testkit.RestoreJobFixtures} has every shape of job that the
 * service sends; {@link dev.atlasrestore.testkit.CallRunnerContract} and {@link
 * dev.atlasrestore.testkit.RestoreJobPortContract} are what every transport must keep.
 */
@NullMarked
package dev.atlasrestore.testkit;

import org.jspecify.annotations.NullMarked;

/**
 * A fake Atlas for tests. {@link dev.atlasrestore.testkit.FakeAtlas} is a server that behaves like
 * the service or as a script says. {@link dev.atlasrestore.testkit.RestoreJobFixtures} holds
 * restore jobs of every kind that the service sends. The contracts for authors of transports are in
 * {@link dev.atlasrestore.testkit.contract}.
 */
@NullMarked
package dev.atlasrestore.testkit;

import org.jspecify.annotations.NullMarked;

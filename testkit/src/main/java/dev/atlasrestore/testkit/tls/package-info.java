/** Certificates for the fake server. Internal; not exported. */
@NullMarked
package dev.atlasrestore.testkit.tls;

import org.jspecify.annotations.NullMarked;

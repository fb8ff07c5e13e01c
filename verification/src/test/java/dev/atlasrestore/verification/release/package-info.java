/** Checks what is published: the release bundle, the BOM, the versions and the public API. */
package dev.atlasrestore.verification.release;

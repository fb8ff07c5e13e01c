/** Tests of the Jersey transport. */
package dev.atlasrestore.transport.jersey;

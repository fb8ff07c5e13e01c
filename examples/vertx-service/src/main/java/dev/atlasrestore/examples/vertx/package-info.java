/** A Vert.x service that shows the state of restore jobs over HTTP and over the event bus. */
package dev.atlasrestore.examples.vertx;

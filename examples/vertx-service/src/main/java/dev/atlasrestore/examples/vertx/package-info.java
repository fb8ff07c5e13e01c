/** A Vert.x service that tells the state of restore jobs, over HTTP and over the event bus. */
package dev.atlasrestore.examples.vertx;

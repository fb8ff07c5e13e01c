/**
 * Contracts for authors of transports. A test class that extends {@link
 * dev.atlasrestore.testkit.contract.CallRunnerContract} or {@link
 * dev.atlasrestore.testkit.contract.RestoreJobPortContract} runs every rule of that contract with
 * JUnit Jupiter. {@link dev.atlasrestore.testkit.contract.RestoreJobSpellings} holds the JSON
 * documents that every codec must read.
 */
@NullMarked
package dev.atlasrestore.testkit.contract;

import org.jspecify.annotations.NullMarked;

package dev.atlasrestore.examples.jakartaee.host;

import java.net.URI;

/** A Jakarta EE server in a process of its own, at 127.0.0.1, to which the war can be deployed. */
public abstract class Host implements AutoCloseable {

  /** The war's file name without its ending, and its context root. */
  static final String APPLICATION = "restores";

  final Program program;
  private final int port;

  Host(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Waits for the server to say that it is ready; one that does not get there is stopped. */
  final Host whenItSays(String ready) {
    try {
      program.await(ready);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where the application is when it is deployed. */
  public final URI application() {
    return URI.create("http://127.0.0.1:" + port + "/" + APPLICATION + "/");
  }

  /** Returns when the application can be called. */
  public abstract void deploy();

  /** Returns when the application is gone. */
  public abstract void undeploy();

  /** Whether callers of an application that is being undeployed still get its answers. */
  public boolean answersWhileGoingDown() {
    return true;
  }

  /** How many instances of classes with this prefix live in the server; collects garbage first. */
  public final long instances(String classNamePrefix) {
    return program.instances(classNamePrefix);
  }

  /** Stops the server, and returns when its process is gone. */
  @Override
  public final void close() {
    program.close();
  }
}

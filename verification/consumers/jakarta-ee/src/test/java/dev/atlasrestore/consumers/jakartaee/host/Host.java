package dev.atlasrestore.consumers.jakartaee.host;

import java.net.URI;

/** A Jakarta EE server in its own process at 127.0.0.1, which can deploy the war. */
public abstract class Host implements AutoCloseable {

  /** The name of the war's file without its extension, and the context root. */
  static final String APPLICATION = "restores";

  final Program program;
  private final int port;

  Host(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /** Waits until the server prints this text. Stops the server if it does not. */
  final Host awaitReady(String readyText) {
    try {
      program.await(readyText);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns the address of the deployed application. */
  public final URI application() {
    return URI.create("http://127.0.0.1:" + port + "/" + APPLICATION + "/");
  }

  /** Deploys the application. Returns when the application accepts requests. */
  public abstract void deploy();

  /** Undeploys the application. Returns when the application has stopped. */
  public abstract void undeploy();

  /** Whether requests in progress still get responses during the undeployment. */
  public boolean respondsDuringUndeployment() {
    return true;
  }

  /**
   * Returns the number of live instances of classes with this name prefix in the server, after a
   * garbage collection.
   */
  public final long instances(String classNamePrefix) {
    return program.instances(classNamePrefix);
  }

  /** Stops the server. Returns when its process has ended. */
  @Override
  public final void close() {
    program.close();
  }
}

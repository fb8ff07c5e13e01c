package dev.atlasrestore.examples.jakartaee.host;

import java.nio.file.Path;

/** A server that deploys what lies in a folder, and undeploys what no longer does. */
final class FolderHost extends Host {

  private final Path war;
  private final Path deployed;
  private final String started;
  private final String stopped;

  /**
   * A server that watches this folder.
   *
   * @param started what it says when the application is there
   * @param stopped what it says when the application is gone
   */
  FolderHost(Program program, int port, Path war, Path folder, String started, String stopped) {
    super(program, port);
    this.war = war;
    this.deployed = folder.resolve(APPLICATION + ".war");
    this.started = started;
    this.stopped = stopped;
  }

  @Override
  public void deploy() {
    Folders.place(war, deployed);
    program.await(started);
  }

  @Override
  public void undeploy() {
    Folders.remove(deployed);
    program.await(stopped);
  }
}

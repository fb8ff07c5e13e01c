package dev.atlasrestore.consumers.jakartaee.host;

import java.nio.file.Path;

/**
 * A server that deploys each application in a folder, and undeploys it when its file is removed.
 */
final class FolderHost extends Host {

  private final Path war;
  private final Path deployed;
  private final String started;
  private final String stopped;

  /**
   * Creates a host for a server that watches this folder.
   *
   * @param started the text that the server prints when the application has started
   * @param stopped the text that the server prints when the application has stopped
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

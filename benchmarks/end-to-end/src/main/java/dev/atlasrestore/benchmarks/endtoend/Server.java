package dev.atlasrestore.benchmarks.endtoend;

import dev.atlasrestore.benchmarks.endtoend.contestant.Service;
import dev.atlasrestore.benchmarks.endtoend.server.DigestServer;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;

/** A {@link DigestServer} in its own process. The process ends with this JVM. */
final class Server implements AutoCloseable {

  private final BufferedWriter commands;
  private final BufferedReader responses;
  private final Service service;

  private Server(Process process) throws IOException {
    this.commands = process.outputWriter();
    this.responses = process.inputReader();
    this.service = new Service(Integer.parseInt(readLine()));
  }

  static Server start() throws IOException {
    return new Server(Processes.start(DigestServer.class));
  }

  Service service() {
    return service;
  }

  /** Changes the rules of the server and makes all issued nonces unknown. */
  void follow(Rules rules) throws IOException {
    execute(rules.toCommand());
  }

  /** Returns the number of requests since the start, rejected requests included. */
  long requests() throws IOException {
    return Long.parseLong(execute(DigestServer.COUNT));
  }

  private String execute(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return readLine();
  }

  private String readLine() throws IOException {
    String line = responses.readLine();
    if (line == null) {
      throw new EOFException("The server has ended.");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    commands.close(); // The server ends when its input ends.
  }
}

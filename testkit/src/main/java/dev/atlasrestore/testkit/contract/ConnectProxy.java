package dev.atlasrestore.testkit.contract;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An HTTP proxy for {@code https} that answers {@code CONNECT} as scripted (RFC 9110, section
 * 9.3.6). It listens on a free port of 127.0.0.1.
 */
final class ConnectProxy implements AutoCloseable {

  /** Handles one {@code CONNECT}. */
  @FunctionalInterface
  interface ConnectHandler {
    /** Serves the connection, which the proxy closes afterwards. */
    void serve(Socket client, String target) throws IOException;
  }

  private static final String NOT_HTTP = "SSH-2.0-OpenSSH_9.6\r\n";

  private final ServerSocket listener;
  private final Queue<ConnectHandler> script = new ConcurrentLinkedQueue<>();
  private final Queue<String> targets = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile ConnectHandler defaultHandler;

  private ConnectProxy(ServerSocket listener, ConnectHandler always) {
    this.listener = listener;
    this.defaultHandler = always;
  }

  /** Starts a proxy that gives this answer to every {@code CONNECT} without a scripted one. */
  static ConnectProxy start(ConnectHandler always) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    ConnectProxy proxy = new ConnectProxy(new ServerSocket(0, 1024, loopback), always);
    startDaemon(proxy::acceptAll);
    return proxy;
  }

  /** Opens the tunnel. */
  static ConnectHandler tunnel() {
    return ConnectProxy::serveTunnel;
  }

  /**
   * Refuses the tunnel with this status, a challenge, and a body that looks like an error of the
   * service. Keeps the connection open.
   */
  static ConnectHandler status(int status) {
    String body = "{\"error\":" + status + ",\"errorCode\":\"OF_THE_PROXY\",\"detail\":\"s3cr3t\"}";
    String response =
        "HTTP/1.1 "
            + status
            + " Refused\r\nProxy-Authenticate: Basic realm=\"s3cr3t\"\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return (client, target) -> {
      write(client, response);
      awaitEnd(client);
    };
  }

  /** Closes the connection without a response. */
  static ConnectHandler closeWithoutResponse() {
    return (client, target) -> {};
  }

  /** Sends bytes that are not HTTP, and closes the connection. */
  static ConnectHandler garbage() {
    return (client, target) -> write(client, NOT_HTTP.repeat(50));
  }

  /** Never responds. */
  static ConnectHandler silence() {
    return (client, target) -> awaitEnd(client);
  }

  /** Gives these answers to the next {@code CONNECT}s, one after the other. */
  void script(ConnectHandler... answers) {
    script.addAll(Arrays.asList(answers));
  }

  /** Gives this answer to every {@code CONNECT} without a scripted one. */
  void always(ConnectHandler answer) {
    defaultHandler = answer;
  }

  /** Returns the host and port of every {@code CONNECT} so far, in order. */
  List<String> targets() {
    return List.copyOf(targets);
  }

  /** Returns the address of the proxy. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        startDaemon(() -> serve(client));
      }
    } catch (IOException e) {
      // The proxy was closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      // Records a request with another method too, so that a test of the targets fails.
      String[] requestLine = readHead(client).split(" ", 3);
      String target = requestLine[0].equals("CONNECT") ? requestLine[1] : "not CONNECT";
      targets.add(target);
      ConnectHandler scripted = script.poll();
      (scripted == null ? defaultHandler : scripted).serve(client, target);
    } catch (IOException e) {
      // The client closed the connection, or the test has ended.
    }
  }

  private static String readHead(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the client closed the connection");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void serveTunnel(Socket client, String target) throws IOException {
    int colon = target.lastIndexOf(':');
    int port = Integer.parseInt(target.substring(colon + 1));
    try (Socket server = new Socket(target.substring(0, colon), port)) {
      write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
      startDaemon(() -> copy(server, client));
      copy(client, server);
    }
  }

  /** Copies until one side closes its connection, and then closes both. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      byte[] bytes = new byte[8192];
      InputStream in = from.getInputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        to.getOutputStream().write(bytes, 0, count);
      }
    } catch (IOException e) {
      // One side has closed its connection.
    }
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void awaitEnd(Socket client) throws IOException {
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static void startDaemon(Runnable work) {
    Thread thread = new Thread(work, "connect-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes the proxy and all its connections. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}

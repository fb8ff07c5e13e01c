package dev.atlasrestore.benchmarks.endtoend.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A service with one restore job and one file of zeros. It sends no challenge, because a download
 * has few requests. It runs in a process of its own, so that its work is not measured.
 */
public final class FileServer {

  static final RestoreJobRef REF =
      new RestoreJobRef("5e2211c17a3e5a48f5497de3", "Cluster0", "5e66cc7d79358e0e35a9c001");

  private static final byte[] BLOCK = new byte[1 << 18];

  private final long size;
  private final String sha1;
  private final ServerSocket listener;

  private FileServer(long size) throws IOException, NoSuchAlgorithmException {
    this.size = size;
    this.sha1 = sha1(size);
    this.listener = new ServerSocket(0, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  static String sha1(long size) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-1");
    for (long left = size; left > 0; left -= BLOCK.length) {
      digest.update(BLOCK, 0, (int) Math.min(left, BLOCK.length));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Serves until its standard input ends. Prints its port first.
   *
   * @param arguments the size of the file in bytes
   */
  public static void main(String[] arguments) throws Exception {
    FileServer server = new FileServer(Long.parseLong(arguments[0]));
    Thread accepting = new Thread(server::accept, "file-server");
    accepting.setDaemon(true);
    accepting.start();
    System.out.println(server.listener.getLocalPort());
    while (System.in.read() >= 0) {
      // The client of this process is alive.
    }
  }

  static AtlasConfig config(int port) {
    return AtlasConfig.of(
        URI.create("http://127.0.0.1:" + port + "/api/public/v1.0"), new ApiKey("public", "key"));
  }

  static URI file(int port) {
    return URI.create("http://127.0.0.1:" + port + "/file.tar.gz");
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connection.setTcpNoDelay(true); // The head and the body of a job are two writes.
        Thread serving = new Thread(() -> serve(connection), "connection");
        serving.setDaemon(true);
        serving.start();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      OutputStream out = connection.getOutputStream();
      for (String first = in.readLine(); first != null; first = in.readLine()) {
        while (!in.readLine().isEmpty()) {
          // The fields of the request do not matter.
        }
        respond(first, out);
      }
    } catch (SocketException e) {
      // The client has closed the connection.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void respond(String requestLine, OutputStream out) throws IOException {
    if (!requestLine.startsWith("GET /file")) {
      byte[] job = job().getBytes(ISO_8859_1);
      out.write(head("application/json", job.length));
      out.write(job);
      return;
    }
    out.write(head("application/gzip", size));
    for (long left = size; left > 0; left -= BLOCK.length) {
      out.write(BLOCK, 0, (int) Math.min(left, BLOCK.length));
    }
  }

  private static byte[] head(String type, long length) {
    return "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(type, length)
        .getBytes(ISO_8859_1);
  }

  private String job() {
    return """
        {"id":"%s","groupId":"%s","created":"2026-03-09T23:11:25Z","statusName":"FINISHED",
         "delivery":{"methodName":"HTTP","statusName":"READY","url":"%s"},
         "hashes":[{"typeName":"SHA1","fileName":"file.tar.gz","hash":"%s"}]}"""
        .formatted(REF.jobId(), REF.groupId(), file(listener.getLocalPort()), sha1);
  }
}

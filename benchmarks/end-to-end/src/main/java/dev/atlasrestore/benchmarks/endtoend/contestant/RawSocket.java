package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.load.Fetcher;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The floor: a request written to an idle socket, an answer read, nothing looked at. */
final class RawSocket implements Fetcher.Blocking {

  private static final String LENGTH = "Content-Length: ";
  private static final int BUFFER = 4096;

  private final Service service;
  private final Deque<Line> idle = new ConcurrentLinkedDeque<>();

  RawSocket(Service service) {
    this.service = service;
  }

  @Override
  public void fetch(RestoreJobRef ref) throws IOException {
    String request =
        "GET " + service.openTarget(ref) + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
    Line line = idle.pollFirst();
    if (line == null) {
      line = connect();
    }
    line.exchange(request.getBytes(StandardCharsets.ISO_8859_1));
    idle.addFirst(line);
  }

  private Line connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
    socket.setTcpNoDelay(true);
    return new Line(socket);
  }

  @Override
  public void close() {
    for (Line line : idle) {
      try {
        line.socket.close();
      } catch (IOException e) {
        // It is closed, or will be with this JVM.
      }
    }
  }

  private static final class Line {
    private final Socket socket;
    private final byte[] buffer = new byte[BUFFER];

    private Line(Socket socket) {
      this.socket = socket;
    }

    void exchange(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      int size = 0;
      int whole = Integer.MAX_VALUE;
      while (size < whole) {
        int read = socket.getInputStream().read(buffer, size, buffer.length - size);
        if (read < 0) {
          throw new EOFException();
        }
        size += read;
        whole = whole < Integer.MAX_VALUE ? whole : whole(size);
      }
    }

    /** How long the answer is, once its head is there. */
    private int whole(int size) {
      int end = 3;
      while (end < size && !(buffer[end] == '\n' && buffer[end - 2] == '\n')) {
        end++;
      }
      if (end >= size) {
        return Integer.MAX_VALUE;
      }
      String head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
      int first = head.indexOf(LENGTH) + LENGTH.length();
      return end + 1 + Integer.parseInt(head.substring(first, head.indexOf('\r', first)));
    }
  }
}

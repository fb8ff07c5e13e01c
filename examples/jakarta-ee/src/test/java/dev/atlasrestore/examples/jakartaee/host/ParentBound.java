package dev.atlasrestore.examples.jakartaee.host;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Runs another program that ends in good order when its standard input does. So closing that stops
 * a server, and none outlives the tests that started it, however they end.
 *
 * <p>A server's process gets this one class and nothing else of the tests.
 */
public final class ParentBound {

  private ParentBound() {}

  /** Takes the program's main class, whether it reads its input itself, and its arguments. */
  public static void main(String[] args) throws Exception {
    InputStream input = new EndingInput(System.in);
    System.setIn(input);
    if (!Boolean.parseBoolean(args[1])) {
      Thread watch = new Thread(() -> drain(input), "parent-watch");
      watch.setDaemon(true);
      watch.start();
    }
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
  }

  private static void drain(InputStream input) {
    try {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.exit(0);
    }
  }

  private static final class EndingInput extends FilterInputStream {

    EndingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return orEnd(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return orEnd(super.read(bytes, offset, length));
    }

    private static int orEnd(int read) {
      if (read < 0) {
        System.exit(0);
      }
      return read;
    }
  }
}

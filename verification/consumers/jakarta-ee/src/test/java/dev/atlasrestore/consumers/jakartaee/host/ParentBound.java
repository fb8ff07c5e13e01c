package dev.atlasrestore.consumers.jakartaee.host;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Runs another program and exits when the standard input ends. Closing the input therefore stops a
 * server. A server also stops when the process of the tests ends for any reason, because its input
 * ends then.
 *
 * <p>The server's class path holds only this class of the tests.
 */
public final class ParentBound {

  private ParentBound() {}

  /**
   * Runs the program. The arguments are its main class, whether it reads its standard input, and
   * its own arguments.
   */
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

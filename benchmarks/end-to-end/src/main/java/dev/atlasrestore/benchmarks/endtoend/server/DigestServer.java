package dev.atlasrestore.benchmarks.endtoend.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Serves restore jobs behind a digest check, on the loopback interface.
 *
 * <p>Prints its port. Then it obeys lines of its standard input, each answered by one line: {@code
 * rules ADMISSION DELAY RUNNING} and {@code tally}. It ends with its input.
 */
public final class DigestServer {

  private static final int EVENT_LOOPS = 2;
  private static final int BACKLOG = 1024;
  private static final int GRACE_MILLIS = 1_000;

  private final NonceBook nonces = new NonceBook();
  private final Counters counters = new Counters();
  private volatile Rules rules = Rules.TOLERANT;

  private DigestServer() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    new DigestServer().serve();
  }

  private void serve() throws IOException, InterruptedException {
    var loops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
    try {
      Channel channel =
          new ServerBootstrap()
              .group(loops)
              .channel(NioServerSocketChannel.class)
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                      accepted.pipeline().addLast(new Connection(() -> rules, nonces, counters));
                    }
                  })
              .bind(InetAddress.getLoopbackAddress(), 0)
              .sync()
              .channel();
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println(((InetSocketAddress) channel.localAddress()).getPort());
      obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
    } finally {
      loops.shutdownGracefully().awaitUninterruptibly(GRACE_MILLIS);
    }
  }

  private void obey(BufferedReader in, PrintStream out) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("rules")) {
        nonces.forgetAll();
        rules = Rules.ofWords(words, 1);
        out.println(line);
      } else {
        out.println(counters.now().toLine());
      }
    }
  }
}

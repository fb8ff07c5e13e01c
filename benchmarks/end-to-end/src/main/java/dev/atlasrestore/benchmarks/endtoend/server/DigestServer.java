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
import java.util.concurrent.atomic.LongAdder;

/**
 * Serves restore jobs behind Digest authentication on the loopback interface.
 *
 * <p>Prints its port. Then reads commands from its standard input and prints one line for each.
 * {@link Rules#toCommand()} changes the rules, makes all issued nonces unknown, and prints the
 * command. {@link #COUNT} prints the number of requests so far. The server ends when its input
 * ends.
 */
public final class DigestServer {

  /** The command that prints the number of requests so far, rejected requests included. */
  public static final String COUNT = "count";

  private static final int EVENT_LOOPS = 2;
  private static final int BACKLOG = 1024;
  private static final int GRACE_MILLIS = 1_000;

  private final NonceBook nonces = new NonceBook();
  private final LongAdder requests = new LongAdder();
  private volatile Rules rules = Rules.TOLERANT;

  private DigestServer() {}

  /** Runs the server. Needs no arguments. */
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
                      accepted.pipeline().addLast(new Connection(() -> rules, nonces, requests));
                    }
                  })
              .bind(InetAddress.getLoopbackAddress(), 0)
              .sync()
              .channel();
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println(((InetSocketAddress) channel.localAddress()).getPort());
      runCommands(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
    } finally {
      loops.shutdownGracefully().awaitUninterruptibly(GRACE_MILLIS);
    }
  }

  private void runCommands(BufferedReader in, PrintStream out) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(COUNT)) {
        out.println(requests.sum());
      } else {
        nonces.clear();
        rules = Rules.ofCommand(line);
        out.println(line);
      }
    }
  }
}

package dev.appwatch.routes;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A receiver of octet-counted syslog messages over TCP or TLS. */
final class Collector implements AutoCloseable {

  private static final int MOST_MILLIS = 10_000;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;
  private final Thread accepting;
  private volatile @Nullable Socket current;

  Collector(int port, @Nullable TestKeys keys) throws Exception {
    server =
        keys == null ? new ServerSocket() : tls(keys).getServerSocketFactory().createServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    accepting = new Thread(this::accept, "collector");
    accepting.setDaemon(true);
    accepting.start();
  }

  private static SSLContext tls(TestKeys keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(keys.file().toFile())) {
      store.load(in, TestKeys.PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, TestKeys.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections.incrementAndGet();
        current = socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = length(in);
        while (length >= 0) {
          byte[] message = new byte[length];
          in.readFully(message);
          messages.add(new String(message, StandardCharsets.UTF_8));
          length = length(in);
        }
      } catch (IOException e) {
        // this connection has ended
      }
    }
  }

  private static int length(InputStream in) throws IOException {
    int length = 0;
    int next = in.read();
    if (next < 0) {
      return -1;
    }
    while (next != ' ') {
      if (next < '0' || next > '9') {
        throw new IOException("no length");
      }
      length = length * 10 + next - '0';
      next = in.read();
    }
    return length;
  }

  List<String> messages() {
    return messages;
  }

  /** Returns how often somebody connected. */
  int connections() {
    return connections.get();
  }

  int port() {
    return server.getLocalPort();
  }

  /** Takes no more: until the thread is gone, the system still takes connections for it. */
  @Override
  public void close() throws IOException {
    server.close();
    Socket open = current;
    if (open != null) {
      open.close();
    }
    try {
      accepting.join(MOST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

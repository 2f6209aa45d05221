package dev.appwatch.routes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to the HTTP intake on which anything can be said. */
final class Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  Wire(int port) throws IOException {
    this("127.0.0.1", port);
  }

  /**
   * Connects.
   *
   * @param from the own address; each stands for a client
   */
  Wire(String from, int port) throws IOException {
    socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** Returns the head of a request that has a token. */
  static String head(String... lines) {
    return "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer "
        + Sent.TOKEN
        + "\r\n"
        + String.join("\r\n", lines)
        + (lines.length == 0 ? "\r\n" : "\r\n\r\n");
  }

  Wire say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Returns all that is said until the other side closes. */
  String hearOut() throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(heard);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // closed while something was on its way
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /** Returns the code of an answer, 0 if the connection ends before there is one. */
  int status() throws IOException {
    byte[] start = new byte[12];
    int read = socket.getInputStream().readNBytes(start, 0, start.length);
    return read < start.length
        ? 0
        : Integer.parseInt(new String(start, 9, 3, StandardCharsets.ISO_8859_1));
  }

  /** Says something again and again, and returns how long it took until the connection ended. */
  Duration drip(String drop, int everyMillis) throws IOException {
    long start = System.nanoTime();
    socket.setSoTimeout(everyMillis);
    while (Duration.ofNanos(System.nanoTime() - start).toMillis() < PATIENCE_MILLIS) {
      try {
        if (!drop.isEmpty()) {
          say(drop);
        }
        if (socket.getInputStream().read() < 0) {
          break;
        }
      } catch (SocketTimeoutException e) {
        // time for the next drop
      } catch (IOException e) {
        break;
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

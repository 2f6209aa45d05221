package dev.appwatch.routes;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests, and refuses those about whose end two readers could disagree: a body with two
 * lengths or with another encoding than {@code chunked}, a header that goes on in the next line, a
 * line that ends in a bare line feed.
 *
 * <p>Such a request is answered 400, and what follows it on its connection is not read.
 */
final class StrictHead extends VertxHttpRequestDecoder {

  private final Pace pace;
  private boolean inHead = true;
  private byte before;
  private boolean disputed;
  private int from;
  private @Nullable ByteBuf reading;

  StrictHead(HttpServerOptions options, Pace pace) {
    super(options);
    this.pace = pace;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    int known = out.size();
    reading = buffer;
    from = buffer.readerIndex();
    super.decode(context, buffer, out);
    if (inHead && out.size() == known) {
      look(buffer); // a part of a header: the rest is still to come
    }
    reading = null;
    for (Object part : out.subList(known, out.size())) {
      if (part instanceof HttpMessage) {
        inHead = false;
        pace.headEnded();
      }
      if (part instanceof LastHttpContent) {
        inHead = true;
        before = 0;
        pace.bodyEnded();
      }
    }
  }

  /** Called once a header is complete, and before anything is made of it. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    if (reading != null) {
      look(reading);
    }
    if (disputed || !clear(message.headers())) {
      throw new IllegalArgumentException("Two readers could disagree about this header.");
    }
    return super.isContentAlwaysEmpty(message);
  }

  private void look(ByteBuf buffer) {
    for (int i = from; i < buffer.readerIndex(); i++) {
      byte now = buffer.getByte(i);
      boolean goesOn = before == '\n' && (now == ' ' || now == '\t');
      disputed |= goesOn || (before == '\r') != (now == '\n');
      before = now;
    }
    from = buffer.readerIndex();
  }

  private static boolean clear(HttpHeaders headers) {
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    boolean encoded = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
    boolean measured = lengths.size() == 1 && lengths.get(0).matches("[0-9]{1,18}");
    return headers.getAll(HttpHeaderNames.HOST).size() <= 1
        && (encodings.isEmpty() || (encoded && lengths.isEmpty()))
        && (lengths.isEmpty() || measured);
  }
}

package dev.appwatch.routes;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose client is too slow: with a header, with a body, or with a request as a
 * whole. Used by the thread of its connection alone.
 */
final class Pace extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final long LONGEST_TICK_MILLIS = 500;
  private static final int TICKS = 5;

  private final HttpOptions.Limits limits;
  private final LongSupplier nanos;
  private Phase phase = Phase.HEAD;
  private long since;
  private long heardAt;
  private long bytes;
  private @Nullable ScheduledFuture<?> ticking;

  private enum Phase {
    /** A header is awaited, or arrives. */
    HEAD,
    /** A body arrives. */
    BODY,
    /** All of a request is there, its answer is not. */
    JUDGED,
    /** Nothing is asked. */
    REST
  }

  /**
   * Makes the pace of a connection that just began.
   *
   * @param nanos a clock that nobody sets
   */
  Pace(HttpOptions.Limits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    turn(Phase.HEAD);
  }

  void headEnded() {
    turn(Phase.BODY);
  }

  void bodyEnded() {
    phase = Phase.JUDGED; // the request as a whole goes on
  }

  void answered() {
    turn(Phase.REST);
  }

  private void turn(Phase next) {
    phase = next;
    since = nanos.getAsLong();
    heardAt = since;
    bytes = 0;
  }

  void heard(int count) {
    if (phase == Phase.REST) {
      turn(Phase.HEAD);
    }
    heardAt = nanos.getAsLong();
    bytes += count;
  }

  /** Returns why the connection must be closed now, or null. */
  @Nullable String tooSlow() {
    Duration lasted = Duration.ofNanos(nanos.getAsLong() - since);
    Duration silent = Duration.ofNanos(nanos.getAsLong() - heardAt);
    return switch (phase) {
      case HEAD -> lasted.compareTo(limits.first()) > 0 ? "its header took too long" : null;
      case BODY -> body(lasted, silent);
      case JUDGED -> lasted.compareTo(limits.whole()) > 0 ? "its request took too long" : null;
      case REST -> lasted.compareTo(limits.whole()) > 0 ? "it asked nothing more" : null;
    };
  }

  private @Nullable String body(Duration lasted, Duration silent) {
    if (silent.compareTo(limits.idle()) > 0) {
      return "its body stopped";
    }
    if (lasted.compareTo(limits.idle()) > 0
        && bytes * 1_000 < limits.bytesPerSecond() * lasted.toMillis()) {
      return "its body came too slowly";
    }
    return lasted.compareTo(limits.whole()) > 0 ? "its request took too long" : null;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long shortest = Math.min(limits.first().toMillis(), limits.idle().toMillis());
    long tick = Math.max(1, Math.min(LONGEST_TICK_MILLIS, shortest / TICKS));
    ticking =
        context
            .executor()
            .scheduleAtFixedRate(() -> check(context), tick, tick, TimeUnit.MILLISECONDS);
  }

  private void check(ChannelHandlerContext context) {
    String why = tooSlow();
    if (why != null) {
      if (phase != Phase.REST) {
        LOG.warn("A connection of {} was closed: {}.", context.channel().remoteAddress(), why);
      }
      stop();
      ChannelFuture unused = context.close(); // nobody waits for it
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf buffer) {
      heard(buffer.readableBytes());
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }

  private void stop() {
    if (ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }
}

package dev.appwatch.routes;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.DefaultClientInitializerFactory;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyProducer;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * Lets connections of Camel's Netty component check that a certificate is for the host that was
 * asked for: with its own option the component fails, for it does not tell TLS the host.
 */
public final class TlsClient extends ClientInitializerFactory {

  @Override
  public ClientInitializerFactory createPipelineFactory(NettyProducer producer) {
    return new Checked(producer);
  }

  @Override
  protected void initChannel(Channel channel) {
    throw new IllegalStateException("There is no route whose connection this could be.");
  }

  /** Sets up the connections of one route. */
  private static final class Checked extends DefaultClientInitializerFactory {

    private final NettyConfiguration to;
    private final SSLContext tls;

    Checked(NettyProducer producer) {
      super(producer);
      to = producer.getConfiguration();
      try {
        tls = new SSLContextParameters().createSSLContext(producer.getContext());
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(
            "There is no TLS.%n    Maybe the trust store of this Java can't be read.".formatted(),
            e);
      }
    }

    @Override
    protected void initChannel(Channel channel) throws Exception {
      super.initChannel(channel);
      if (!to.isSsl()) {
        return;
      }
      SSLEngine engine = tls.createSSLEngine(to.getHost(), to.getPort());
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      channel.pipeline().replace(SslHandler.class, "ssl", new SslHandler(engine));
    }
  }
}

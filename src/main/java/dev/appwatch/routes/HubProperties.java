package dev.appwatch.routes;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.jspecify.annotations.Nullable;

/**
 * What placeholders stand for by {@code hub.properties}. Camel reads such a file by itself, but
 * then a route could not be started again with the values that it had before.
 */
final class HubProperties implements LoadablePropertiesSource {

  private volatile Properties values = new Properties();

  /**
   * Takes values into use.
   *
   * @param text what the file says
   * @throws IllegalArgumentException when it is none of this kind; the former values stay
   */
  void use(String text) {
    Properties read = new Properties();
    try {
      read.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    values = read;
  }

  @Override
  public String getName() {
    return "hub.properties";
  }

  @Override
  public @Nullable String getProperty(String name) {
    return values.getProperty(name);
  }

  @Override
  public Properties loadProperties() {
    return values;
  }

  @Override
  public Properties loadProperties(Predicate<String> wanted) {
    Properties some = new Properties();
    for (String name : values.stringPropertyNames()) {
      if (wanted.test(name)) {
        some.setProperty(name, values.getProperty(name));
      }
    }
    return some;
  }

  /** They are read by whoever watches the folder. */
  @Override
  public void reloadProperties(String location) {}
}

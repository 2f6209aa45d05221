package dev.appwatch.routes;

import java.util.function.Function;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/** Lets a route name a secret, {@code {{secret:NAME}}}, without holding it. */
final class Secrets implements PropertiesFunction {

  private final Function<String, @Nullable String> lookUp;

  Secrets(Function<String, @Nullable String> lookUp) {
    this.lookUp = lookUp;
  }

  @Override
  public String getName() {
    return "secret";
  }

  @Override
  public @Nullable String apply(String remainder) {
    int colon = remainder.indexOf(':');
    String value = lookUp.apply(colon < 0 ? remainder : remainder.substring(0, colon));
    if (value != null) {
      return value;
    }
    return colon < 0 ? null : remainder.substring(colon + 1);
  }
}

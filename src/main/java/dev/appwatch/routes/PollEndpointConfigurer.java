package dev.appwatch.routes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.GeneratedPropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.component.PropertyConfigurerSupport;
import org.apache.camel.util.CaseInsensitiveMap;
import org.jspecify.annotations.Nullable;

/** Sets the options of a poll without reflection. */
public final class PollEndpointConfigurer extends PropertyConfigurerSupport
    implements GeneratedPropertyConfigurer,
        PropertyConfigurerGetter,
        ExtendedPropertyConfigurerGetter {

  private record Option<T>(
      String name, Class<T> type, Function<PollEndpoint, T> get, BiConsumer<PollEndpoint, T> set) {

    void set(CamelContext context, PollEndpoint endpoint, Object value) {
      set.accept(endpoint, property(context, type, value));
    }
  }

  private static final List<Option<?>> OPTIONS =
      List.of(
          new Option<>("base", String.class, PollEndpoint::getBase, PollEndpoint::setBase),
          new Option<>("path", String.class, PollEndpoint::getPath, PollEndpoint::setPath),
          new Option<>(
              "timeField", String.class, PollEndpoint::getTimeField, PollEndpoint::setTimeField),
          new Option<>("filter", String.class, PollEndpoint::getFilter, PollEndpoint::setFilter),
          new Option<>("fields", String.class, PollEndpoint::getFields, PollEndpoint::setFields),
          new Option<>("order", Boolean.class, PollEndpoint::isOrder, PollEndpoint::setOrder),
          new Option<>(
              "pageSize", Integer.class, PollEndpoint::getPageSize, PollEndpoint::setPageSize),
          new Option<>("every", Duration.class, PollEndpoint::getEvery, PollEndpoint::setEvery),
          new Option<>(
              "overlap", Duration.class, PollEndpoint::getOverlap, PollEndpoint::setOverlap),
          new Option<>(
              "lookBack", Duration.class, PollEndpoint::getLookBack, PollEndpoint::setLookBack),
          new Option<>(
              "timeout", Duration.class, PollEndpoint::getTimeout, PollEndpoint::setTimeout),
          new Option<>(
              "tokenUrl", String.class, PollEndpoint::getTokenUrl, PollEndpoint::setTokenUrl),
          new Option<>(
              "clientId", String.class, PollEndpoint::getClientId, PollEndpoint::setClientId),
          new Option<>(
              "clientSecret",
              String.class,
              PollEndpoint::getClientSecret,
              PollEndpoint::setClientSecret),
          new Option<>("scope", String.class, PollEndpoint::getScope, PollEndpoint::setScope),
          new Option<>(
              "username", String.class, PollEndpoint::getUsername, PollEndpoint::setUsername),
          new Option<>(
              "password", String.class, PollEndpoint::getPassword, PollEndpoint::setPassword),
          new Option<>(
              "delay",
              Duration.class,
              poll -> Duration.ofMillis(poll.getDelay()),
              (poll, value) -> poll.setDelay(value.toMillis())),
          new Option<>(
              "initialDelay",
              Duration.class,
              poll -> Duration.ofMillis(poll.getInitialDelay()),
              (poll, value) -> poll.setInitialDelay(value.toMillis())));

  @Override
  public boolean configure(
      CamelContext context, Object object, String name, Object value, boolean ignoreCase) {
    Optional<Option<?>> option = named(name);
    option.ifPresent(found -> found.set(context, (PollEndpoint) object, value));
    return option.isPresent();
  }

  @Override
  public @Nullable Class<?> getOptionType(String name, boolean ignoreCase) {
    return named(name).map(Option::type).orElse(null);
  }

  @Override
  public @Nullable Object getOptionValue(Object object, String name, boolean ignoreCase) {
    Option<?> option = named(name).orElse(null);
    return option == null ? null : option.get().apply((PollEndpoint) object);
  }

  @Override
  public Map<String, Object> getAllOptions(Object target) {
    Map<String, Object> options = new CaseInsensitiveMap();
    OPTIONS.forEach(option -> options.put(option.name(), option.type()));
    return options;
  }

  private static Optional<Option<?>> named(String name) {
    return OPTIONS.stream().filter(option -> option.name().equalsIgnoreCase(name)).findFirst();
  }
}

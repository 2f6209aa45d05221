package dev.appwatch.routes;

import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.GeneratedPropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.component.PropertyConfigurerSupport;
import org.apache.camel.util.CaseInsensitiveMap;
import org.jspecify.annotations.Nullable;

/** Sets the options of an address without reflection. */
public final class AppwatchEndpointConfigurer extends PropertyConfigurerSupport
    implements GeneratedPropertyConfigurer,
        PropertyConfigurerGetter,
        ExtendedPropertyConfigurerGetter {

  @Override
  public boolean configure(
      CamelContext context, Object object, String name, Object value, boolean ignoreCase) {
    AppwatchEndpoint target = (AppwatchEndpoint) object;
    switch (name.toLowerCase(Locale.ROOT)) {
      case "intake" -> target.setIntake(property(context, String.class, value));
      case "topicheader" -> target.setTopicHeader(property(context, String.class, value));
      case "whenunavailable" -> target.setWhenUnavailable(property(context, String.class, value));
      case "mostunpacked" -> target.setMostUnpacked(property(context, long.class, value));
      case "sink" -> target.setSink(property(context, String.class, value));
      case "disposition" -> target.setDisposition(property(context, String.class, value));
      case "batch" -> target.setBatch(property(context, int.class, value));
      case "file" -> target.setFile(property(context, String.class, value));
      case "format" -> target.setFormat(property(context, String.class, value));
      case "together" -> target.setTogether(property(context, boolean.class, value));
      case "every" -> target.setEvery(property(context, java.time.Duration.class, value));
      case "delay" ->
          target.setDelay(property(context, java.time.Duration.class, value).toMillis());
      case "initialdelay" ->
          target.setInitialDelay(property(context, java.time.Duration.class, value).toMillis());
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public @Nullable Class<?> getOptionType(String name, boolean ignoreCase) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "intake", "topicheader", "whenunavailable", "sink", "disposition", "format", "file" ->
          String.class;
      case "together" -> boolean.class;
      case "every" -> java.time.Duration.class;
      case "batch" -> int.class;
      case "delay", "initialdelay", "mostunpacked" -> long.class;
      default -> null;
    };
  }

  @Override
  public @Nullable Object getOptionValue(Object object, String name, boolean ignoreCase) {
    AppwatchEndpoint target = (AppwatchEndpoint) object;
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "intake" -> target.getIntake();
      case "topicheader" -> target.getTopicHeader();
      case "whenunavailable" -> target.getWhenUnavailable();
      case "mostunpacked" -> target.getMostUnpacked();
      case "sink" -> target.getSink();
      case "disposition" -> target.getDisposition();
      case "batch" -> target.getBatch();
      case "file" -> target.getFile();
      case "format" -> target.getFormat();
      case "together" -> target.isTogether();
      case "every" -> target.getEvery();
      case "delay" -> target.getDelay();
      case "initialdelay" -> target.getInitialDelay();
      default -> null;
    };
  }

  @Override
  public Map<String, Object> getAllOptions(Object target) {
    Map<String, Object> options = new CaseInsensitiveMap();
    options.put("Intake", String.class);
    options.put("TopicHeader", String.class);
    options.put("WhenUnavailable", String.class);
    options.put("MostUnpacked", long.class);
    options.put("Sink", String.class);
    options.put("Disposition", String.class);
    options.put("Batch", int.class);
    options.put("File", String.class);
    options.put("Format", String.class);
    options.put("Together", boolean.class);
    options.put("Every", java.time.Duration.class);
    options.put("Delay", long.class);
    options.put("InitialDelay", long.class);
    return options;
  }
}

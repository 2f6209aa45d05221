package dev.appwatch.routes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** An address of the component, with its options. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "appwatch",
    title = "Appwatch",
    syntax = "appwatch:step",
    category = {Category.MONITORING})
public final class AppwatchEndpoint extends ScheduledPollEndpoint {

  private static final int POLL_MILLIS = 500;

  @UriPath(enums = "evaluate,findings,acknowledge,feed,append")
  @Metadata(required = true)
  private final AppwatchStep step;

  @UriParam(description = "The name under which records are counted; the route's id if left out.")
  private @Nullable String intake;

  @UriParam(
      description =
          "The header that names the topic which the body came from; records are counted, and"
              + " silence is told, for each topic apart.")
  private @Nullable String topicHeader;

  @UriParam(
      enums = "wait,fail",
      defaultValue = "wait",
      description =
          "What to do while nothing can be kept, or too many deliveries wait: wait, or fail the"
              + " exchange.")
  private String whenUnavailable = "wait";

  @UriParam(
      defaultValue = "0",
      description = "Most bytes of a body once it is unpacked; 0 for any number.")
  private long mostUnpacked;

  @UriParam(description = "The name of the sink, whose place among the findings is remembered.")
  private @Nullable String sink;

  @UriParam(description = "Findings of this disposition only; all if left out.")
  private @Nullable String disposition;

  @UriParam(defaultValue = "100", description = "Most findings that are handed out in one go.")
  private int batch = 100;

  @UriParam(
      enums = "jsonl,cef,syslog,text",
      defaultValue = "jsonl",
      description = "How findings are put into the body.")
  private String format = "jsonl";

  @UriParam(
      defaultValue = "false",
      description = "Hand out a batch as one body instead of finding by finding.")
  private boolean together;

  @UriParam(
      description =
          "Findings that are handed out together: how long to collect further ones after that.")
  private Duration every = Duration.ZERO;

  @UriParam(
      description =
          "The file of the change feed; of appwatch:append the one to write to, DAY in its name"
              + " being the day by UTC.")
  private @Nullable String file;

  AppwatchEndpoint(String uri, Component component, AppwatchStep step) {
    super(uri, component);
    this.step = step;
    setDelay(POLL_MILLIS);
    setInitialDelay(POLL_MILLIS);
  }

  @Override
  public Producer createProducer() {
    return switch (step) {
      case EVALUATE -> new EvaluateProducer(this, hub());
      case ACKNOWLEDGE -> new AcknowledgeProducer(this);
      case FEED -> new FeedProducer(this, namedFile());
      case APPEND -> new AppendProducer(this, namedFile(), hub().clock());
      case FINDINGS ->
          throw new IllegalArgumentException(
              "appwatch:findings hands out findings.%n    Maybe appwatch:evaluate is meant."
                  .formatted());
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (step != AppwatchStep.FINDINGS || sink == null) {
      throw new IllegalArgumentException(
          "A route from appwatch:… must be from appwatch:findings and name its sink.%n    Maybe write appwatch:findings?sink=NAME."
              .formatted());
    }
    FindingsConsumer consumer = new FindingsConsumer(this, processor, hub(), sink);
    configureConsumer(consumer);
    return consumer;
  }

  private Path namedFile() {
    if (file == null || file.isBlank()) {
      String name = step.name().toLowerCase(Locale.ROOT);
      throw new IllegalArgumentException(
          "appwatch:%s must name its file.%n    Maybe write appwatch:%s?file=PATH."
              .formatted(name, name));
    }
    return Path.of(file);
  }

  private Hub hub() {
    Hub hub = getCamelContext().getRegistry().findSingleByType(Hub.class);
    if (hub == null) {
      throw new IllegalStateException(
          "No Hub is bound in Camel's registry.%n    Maybe start the routes by appwatch serve."
              .formatted());
    }
    return hub;
  }

  public @Nullable String getIntake() {
    return intake;
  }

  public void setIntake(@Nullable String intake) {
    this.intake = intake;
  }

  public @Nullable String getTopicHeader() {
    return topicHeader;
  }

  public void setTopicHeader(@Nullable String topicHeader) {
    this.topicHeader = topicHeader;
  }

  public String getWhenUnavailable() {
    return whenUnavailable;
  }

  public void setWhenUnavailable(String whenUnavailable) {
    if (!whenUnavailable.equals("wait") && !whenUnavailable.equals("fail")) {
      throw new IllegalArgumentException(
          "whenUnavailable (%s) of appwatch:evaluate must be wait or fail."
              .formatted(whenUnavailable));
    }
    this.whenUnavailable = whenUnavailable;
  }

  public long getMostUnpacked() {
    return mostUnpacked;
  }

  public void setMostUnpacked(long mostUnpacked) {
    this.mostUnpacked = mostUnpacked;
  }

  public @Nullable String getSink() {
    return sink;
  }

  public void setSink(@Nullable String sink) {
    this.sink = sink;
  }

  public @Nullable String getDisposition() {
    return disposition;
  }

  public void setDisposition(@Nullable String disposition) {
    this.disposition = disposition;
  }

  public int getBatch() {
    return batch;
  }

  public void setBatch(int batch) {
    this.batch = batch;
  }

  public @Nullable String getFile() {
    return file;
  }

  public void setFile(@Nullable String file) {
    this.file = file;
  }

  public String getFormat() {
    return format;
  }

  public void setFormat(String format) {
    this.format = format;
    SinkFormat.named(format);
  }

  SinkFormat format() {
    return SinkFormat.named(format);
  }

  public boolean isTogether() {
    return together;
  }

  public void setTogether(boolean together) {
    this.together = together;
  }

  public Duration getEvery() {
    return every;
  }

  public void setEvery(Duration every) {
    this.every = every;
  }
}

package dev.appwatch.proof;

import dev.appwatch.drl.Fix;
import dev.appwatch.drl.Place;
import dev.appwatch.drl.RuleFile;
import dev.appwatch.proof.Mutant.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Moves the limits of a pack and the edges of its hours by one, and turns its switches. */
final class LimitMutants {

  private static final String POLICY = "policy.yaml";

  /** Settings that decide about findings; the others are for reports, or say who and where. */
  private static final Pattern SETTING =
      Pattern.compile(
          "(?m)^ *(newApplicationMinutes|toleranceHours|graceMinutes|changeFeedMaxAgeMinutes"
              + "|ignoreBaseScopes|everyRedirectUriAlerts|deviceCodeFlowInUse|offHoursRaiseRisk)"
              + ": *(\\d+|true|false)");

  private static final Pattern LIFETIME =
      Pattern.compile("(?m)^ *(password|symmetric|asymmetric|saml): *\\{maxLifetime: *P(\\d+)D");
  private static final Pattern EDGE = Pattern.compile("(\\d\\d):(\\d\\d)(?=-\\d\\d:\\d\\d|\"|')");
  private static final Pattern DAY = Pattern.compile("^ *(mon|tue|wed|thu|fri|sat|sun):");
  private static final int MINUTES_OF_DAY = 24 * 60;

  private final List<Mutant> mutants = new ArrayList<>();

  private LimitMutants() {}

  static List<Mutant> of(Path pack) {
    LimitMutants all = new LimitMutants();
    if (Files.isRegularFile(pack.resolve(POLICY))) {
      all.policy(RuleFile.read(pack, pack.resolve(POLICY)));
    }
    Path calendars = pack.resolve("calendars");
    if (Files.isDirectory(calendars)) {
      try (Stream<Path> files = Files.list(calendars)) {
        for (Path file : files.sorted().toList()) {
          if (file.toString().endsWith(".yaml")) {
            all.calendar(RuleFile.read(pack, file));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all.mutants;
  }

  private void policy(RuleFile file) {
    Matcher setting = SETTING.matcher(file.text());
    while (setting.find()) {
      String name = setting.group(1);
      String value = setting.group(2);
      if (value.equals("true") || value.equals("false")) {
        add(file, name, setting, 2, value.equals("true") ? "false" : "true");
      } else {
        number(file, name, setting);
      }
    }
    Matcher lifetime = LIFETIME.matcher(file.text());
    while (lifetime.find()) {
      number(file, "credentialLifetime." + lifetime.group(1), lifetime);
    }
  }

  private void number(RuleFile file, String name, Matcher at) {
    int number = Integer.parseInt(at.group(2));
    if (number > 0) {
      add(file, name, at, 2, String.valueOf(number - 1));
    }
    add(file, name, at, 2, String.valueOf(number + 1));
  }

  private void calendar(RuleFile file) {
    int offset = 0;
    for (String line : file.text().split("(?<=\n)")) {
      Matcher day = DAY.matcher(line);
      if (day.find()) {
        Matcher edge = EDGE.matcher(line);
        while (edge.find()) {
          int minute = Integer.parseInt(edge.group(1)) * 60 + Integer.parseInt(edge.group(2));
          for (int by = -1; by <= 1; by += 2) {
            int moved = minute + by;
            if (moved >= 0 && moved <= MINUTES_OF_DAY) {
              add(
                  file,
                  day.group(1),
                  offset + edge.start(),
                  edge.group(),
                  "%02d:%02d".formatted(moved / 60, moved % 60),
                  "a scenario with an event in the minute at the edge of the hours");
            }
          }
        }
      }
      offset += line.length();
    }
  }

  private void add(RuleFile file, String name, Matcher at, int group, String value) {
    add(
        file,
        name,
        at.start(group),
        at.group(group),
        value,
        "a scenario just at the limit, or one that only this setting decides");
  }

  private void add(
      RuleFile file, String name, int offset, String written, String value, String missing) {
    String before = file.text().substring(0, offset);
    int line = (int) before.lines().count() + (before.endsWith("\n") ? 1 : 0);
    Place place = new Place(offset, written.length(), line, offset - before.lastIndexOf('\n'));
    mutants.add(
        new Mutant(
            file.name(),
            name,
            "write " + value + " for " + written,
            Kind.SHIFT,
            place,
            new Fix(offset, written.length(), value),
            null,
            missing,
            null));
  }
}

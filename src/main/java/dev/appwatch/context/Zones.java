package dev.appwatch.context;

import static java.util.Map.entry;

import dev.appwatch.text.NearWord;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Knows the zones that may be written: regions of the tz database, never an offset or alias. */
final class Zones {

  private static final Pattern REGION = Pattern.compile("[A-Z][A-Za-z_]+/[A-Za-z_/-]+");

  private static final Set<String> KNOWN =
      ZoneId.getAvailableZoneIds().stream()
          .filter(Zones::allowed)
          .collect(Collectors.toUnmodifiableSet());

  /** What people who write the zone names of Windows, or old aliases, mean. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          entry("aus eastern standard time", "Australia/Sydney"),
          entry("arab standard time", "Asia/Riyadh"),
          entry("arabian standard time", "Asia/Dubai"),
          entry("argentina standard time", "America/Argentina/Buenos_Aires"),
          entry("atlantic standard time", "America/Halifax"),
          entry("central america standard time", "America/Guatemala"),
          entry("central europe standard time", "Europe/Budapest"),
          entry("central european standard time", "Europe/Warsaw"),
          entry("central standard time", "America/Chicago"),
          entry("cet", "Europe/Berlin"),
          entry("china standard time", "Asia/Shanghai"),
          entry("cst", "America/Chicago"),
          entry("e. australia standard time", "Australia/Brisbane"),
          entry("e. europe standard time", "Europe/Chisinau"),
          entry("e. south america standard time", "America/Sao_Paulo"),
          entry("eastern standard time", "America/New_York"),
          entry("eet", "Europe/Athens"),
          entry("egypt standard time", "Africa/Cairo"),
          entry("est", "America/New_York"),
          entry("est5edt", "America/New_York"),
          entry("fle standard time", "Europe/Kyiv"),
          entry("gmt", "UTC"),
          entry("gmt standard time", "Europe/London"),
          entry("greenwich standard time", "Atlantic/Reykjavik"),
          entry("gtb standard time", "Europe/Bucharest"),
          entry("hawaiian standard time", "Pacific/Honolulu"),
          entry("hst", "Pacific/Honolulu"),
          entry("india standard time", "Asia/Kolkata"),
          entry("ist", "Asia/Kolkata"),
          entry("israel standard time", "Asia/Jerusalem"),
          entry("korea standard time", "Asia/Seoul"),
          entry("local", "Europe/Berlin"),
          entry("lord howe standard time", "Australia/Lord_Howe"),
          entry("met", "Europe/Brussels"),
          entry("mountain standard time", "America/Denver"),
          entry("mst", "America/Phoenix"),
          entry("nepal standard time", "Asia/Kathmandu"),
          entry("new zealand standard time", "Pacific/Auckland"),
          entry("newfoundland standard time", "America/St_Johns"),
          entry("pacific standard time", "America/Los_Angeles"),
          entry("pst", "America/Los_Angeles"),
          entry("romance standard time", "Europe/Paris"),
          entry("russian standard time", "Europe/Moscow"),
          entry("se asia standard time", "Asia/Bangkok"),
          entry("singapore standard time", "Asia/Singapore"),
          entry("south africa standard time", "Africa/Johannesburg"),
          entry("tokyo standard time", "Asia/Tokyo"),
          entry("turkey standard time", "Europe/Istanbul"),
          entry("us mountain standard time", "America/Phoenix"),
          entry("utc", "UTC"),
          entry("w. australia standard time", "Australia/Perth"),
          entry("w. central africa standard time", "Africa/Lagos"),
          entry("w. europe standard time", "Europe/Berlin"),
          entry("wet", "Europe/Lisbon"),
          entry("z", "UTC"));

  private Zones() {}

  private static boolean allowed(String id) {
    return id.equals("UTC")
        || id.equals("Etc/UTC")
        || (REGION.matcher(id).matches() && !id.startsWith("Etc/"));
  }

  static boolean known(String id) {
    return KNOWN.contains(id);
  }

  static ZoneId of(String written) throws BadValueException {
    String id = written.strip();
    if (KNOWN.contains(id)) {
      return ZoneId.of(id);
    }
    String meant = MEANT.get(id.toLowerCase(Locale.ROOT));
    throw new BadValueException(
        "BAD_ZONE",
        "the zone (%s) must be a region such as Europe/London, or UTC.%s"
            .formatted(
                NearWord.shown(id),
                meant != null
                    ? "\n    Maybe %s.".formatted(meant)
                    : NearWord.of(id, KNOWN)
                        .map(near -> "\n    Maybe %s.".formatted(near))
                        .orElse("")));
  }
}

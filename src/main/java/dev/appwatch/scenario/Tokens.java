package dev.appwatch.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pieces of a text that may tell who it is about, and the dates in it. */
final class Tokens {

  private static final String GUID =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

  /** In the order in which they are tried at each place. */
  static final Pattern PATTERN =
      Pattern.compile(
          "(?<guid>"
              + GUID
              + ")"
              + "|(?<date>(?<!\\d)\\d{4}-\\d\\d-\\d\\d"
              + "(?:[Tt ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:[Zz]|[+-]\\d\\d:?\\d\\d)?)?(?!\\d))"
              + "|(?<clock>(?<!\\d)\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?[Zz]?(?![\\p{L}\\p{N}:]))"
              + "|(?<slashed>(?<![\\d/])\\d{1,2}/\\d{1,2}/20\\d\\d(?![\\d/]))"
              + "|(?<local>[\\p{L}\\p{N}._%+'~-]+)(?<ext>#EXT#)?@(?<domain>(?:[\\p{L}\\p{N}-]+\\.)+\\p{L}{2,})"
              + "|(?<six>(?<![\\w:.])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
              + "|(?=[0-9A-Fa-f:]{0,39}::)[0-9A-Fa-f:]{2,39})(?![\\w:]))"
              + "|(?<four>(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\w|\\.\\d))"
              + "|(?<host>(?<![\\p{L}\\p{N}@-])(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+\\p{L}{2,}(?![\\p{L}\\p{N}-]))"
              + "|(?<percent>%[0-9A-Fa-f]{2})"
              + "|(?<run>(?:(?!"
              + GUID
              + ")[\\p{L}\\p{N}\\p{M}])+)");

  /** Letters and digits without anything between. */
  static final Pattern RUN = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");

  private Tokens() {}

  /** Returns ids, hosts, addresses and single words of a text, in lower case. */
  static Set<String> pieces(String text) {
    Set<String> pieces = new HashSet<>();
    Matcher matcher = PATTERN.matcher(text);
    while (matcher.find()) {
      String piece = lower(matcher.group());
      pieces.add(piece);
      List<String> hosts = new ArrayList<>();
      if (matcher.group("domain") != null) {
        hosts.add(lower(matcher.group("domain")));
        String local = lower(matcher.group("local"));
        hosts.add(local.substring(local.lastIndexOf('_') + 1));
      }
      if (matcher.group("host") != null) {
        hosts.add(piece);
      }
      for (String host : hosts) {
        pieces.add(host);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
          pieces.add(host.substring(dot + 1));
        }
      }
      if (matcher.group("guid") == null && matcher.group("four") == null) {
        RUN.matcher(piece).results().forEach(run -> pieces.add(run.group()));
      }
    }
    return pieces;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

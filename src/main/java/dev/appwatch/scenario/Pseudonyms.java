package dev.appwatch.scenario;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Matcher;

/**
 * Made-up values in the place of a tenant's own: always the same for the same, whatever its case.
 * Everything that is not known to be public is replaced; what is made up never occurs in the input.
 */
public final class Pseudonyms {

  /** How much of a text may stay. */
  enum Mode {
    /** All words: the names of operations and properties. */
    WORDS,
    /** Public words. */
    PLAIN,
    /** Next to nothing: somebody chose the words of a name. */
    NAME
  }

  private static final int SHORT_NUMBER = 4;
  private static final int LONG_HEX = 16;

  private final Set<String> kept;
  private final Set<String> avoided = new HashSet<>();
  private final Map<String, String> made = new HashMap<>();
  private final Set<String> publicWordsMade = new HashSet<>();
  private final Map<String, String> addresses = new TreeMap<>();
  private final Set<String> keptHere = new TreeSet<>();
  private final Set<String> wordsHere = new HashSet<>();
  private boolean probing;
  private boolean unknown;

  /**
   * Makes pseudonyms.
   *
   * @param kept texts that the rules themselves name: their ids, hosts and words stay
   */
  public Pseudonyms(List<String> kept) {
    this.kept = new HashSet<>();
    for (String text : kept) {
      this.kept.add(lower(text));
      this.kept.addAll(Tokens.pieces(text));
    }
  }

  /** Lets nothing that occurs in a text be made up for something else. */
  public void avoid(String text) {
    avoided.addAll(Tokens.pieces(text));
  }

  /** Lets the words of a text stay: it is the name of an operation or a property. */
  void keepWords(String text) {
    wordsHere.addAll(Tokens.pieces(text));
  }

  /** Returns which ids, hosts and words stayed because a rule names them. */
  public Set<String> keptForRules() {
    return Set.copyOf(keptHere);
  }

  /** Returns the addresses that were replaced, with what replaced them. */
  public Map<String, String> addresses() {
    return Map.copyOf(addresses);
  }

  String text(String text, Mode mode, DayShift shift) {
    if (mode == Mode.NAME && (PublicWords.name(lower(text)) || kept.contains(lower(text)))) {
      return text;
    }
    StringBuilder replaced = new StringBuilder();
    Matcher matcher = Tokens.PATTERN.matcher(text);
    while (matcher.find()) {
      matcher.appendReplacement(replaced, Matcher.quoteReplacement(replaced(matcher, mode, shift)));
    }
    return matcher.appendTail(replaced).toString();
  }

  /** Returns whether a text was met before: all that would be replaced in it is known already. */
  boolean knows(String text, Mode mode) {
    probing = true;
    unknown = false;
    try {
      return !text(text, mode, new DayShift(0)).equals(text) && !unknown;
    } finally {
      probing = false;
    }
  }

  /** Returns what of the original is left in a text. */
  Set<String> leftIn(String text) {
    Set<String> left = new TreeSet<>();
    for (String piece : Tokens.pieces(text)) {
      boolean replaced = made.containsKey(piece) && !publicWordsMade.contains(piece);
      if (replaced && !wordsHere.contains(piece)) {
        left.add(piece);
      }
    }
    return left;
  }

  private String replaced(Matcher match, Mode mode, DayShift shift) {
    String all = match.group();
    if (match.group("guid") != null) {
      return guid(all);
    }
    if (match.group("date") != null) {
      return shift.date(all);
    }
    if (match.group("slashed") != null) {
      return shift.slashed(all);
    }
    if (match.group("domain") != null) {
      return mail(match);
    }
    if (match.group("six") != null) {
      return address(all, MadeUp::sixthVersion);
    }
    if (match.group("four") != null) {
      return address(all, MadeUp::address);
    }
    if (match.group("host") != null) {
      return host(all, mode);
    }
    boolean asIs = match.group("percent") != null || match.group("clock") != null;
    return asIs ? all : run(all, mode);
  }

  private String guid(String guid) {
    String lower = lower(guid);
    if (PublicWords.id(lower)
        || stays(lower)
        || lower.chars().allMatch(c -> c == '0' || c == '-')) {
      return guid;
    }
    return like(guid, make(lower, MadeUp::id));
  }

  private String mail(Matcher match) {
    String local = match.group("local");
    String domain = match.group("domain");
    if (stays(lower(match.group()))) {
      return match.group();
    }
    String host = host(domain, Mode.NAME);
    if (match.group("ext") == null) {
      return runs(local, Mode.NAME) + "@" + host;
    }
    int at = local.lastIndexOf('_'); // a guest is named after the address at home
    return at < 0
        ? runs(local, Mode.NAME) + "#EXT#@" + host
        : runs(local.substring(0, at), Mode.NAME)
            + "_"
            + host(local.substring(at + 1), Mode.NAME)
            + "#EXT#@"
            + host;
  }

  private String address(String text, IntFunction<String> maker) {
    if (!InetAddresses.isInetAddress(text)) {
      return text;
    }
    var address = InetAddresses.forString(text);
    if (address.isLoopbackAddress() || address.isAnyLocalAddress() || stays(lower(text))) {
      return text;
    }
    String pseudonym = make(lower(text), maker);
    if (!probing) {
      addresses.put(text, pseudonym);
    }
    return pseudonym;
  }

  private String host(String host, Mode mode) {
    String lower = lower(host);
    if (stays(lower) || (mode != Mode.NAME && dottedWords(host))) {
      return host;
    }
    String suffix = PublicWords.publicSuffix(lower);
    if (!suffix.isEmpty()) {
      String front = host.substring(0, host.length() - suffix.length());
      Mode chosen = PublicWords.shared(suffix) ? Mode.NAME : Mode.PLAIN;
      return runs(front, chosen) + host.substring(front.length());
    }
    if (!InternetDomainName.isValid(lower)
        || !InternetDomainName.from(lower).isUnderRegistrySuffix()) {
      return runs(host, mode);
    }
    String own = InternetDomainName.from(lower).topDomainUnderRegistrySuffix().toString();
    String front = host.substring(0, Math.max(host.length() - own.length(), 0));
    String pseudonym = make(own, MadeUp::domain);
    return runs(front, Mode.PLAIN) + like(host, pseudonym);
  }

  /** Permissions, properties and providers have dots too; a host is not written in camel case. */
  private static boolean dottedWords(String text) {
    if (PublicWords.name(lower(text))) {
      return true;
    }
    String last = lower(text.substring(text.lastIndexOf('.') + 1));
    return !text.equals(lower(text))
        && !Set.of("com", "net", "org", "io", "dev").contains(last)
        && Tokens.pieces(text.replace('.', ' ')).stream().allMatch(PublicWords::word);
  }

  private String runs(String text, Mode mode) {
    StringBuilder replaced = new StringBuilder();
    Matcher matcher = Tokens.RUN.matcher(text);
    while (matcher.find()) {
      matcher.appendReplacement(replaced, Matcher.quoteReplacement(run(matcher.group(), mode)));
    }
    return matcher.appendTail(replaced).toString();
  }

  private String run(String run, Mode mode) {
    String lower = lower(run);
    boolean publicWord = PublicWords.word(lower) || wordsHere.contains(lower);
    if (mode == Mode.WORDS
        || run.length() == 1
        || (mode == Mode.NAME ? PublicWords.inNames(lower) : publicWord)
        || (!(mode == Mode.NAME && publicWord) && stays(lower))) {
      return run;
    }
    boolean digits = run.chars().allMatch(Character::isDigit);
    if (digits && run.length() <= SHORT_NUMBER) {
      return run;
    }
    if (publicWord && !probing) {
      publicWordsMade.add(lower);
    }
    if (digits) {
      return make(lower, n -> MadeUp.padded("1", n, run.length()));
    }
    boolean code = run.chars().anyMatch(Character::isDigit);
    String pseudonym = code ? code(lower) : make(lower, MadeUp::word);
    return like(run, pseudonym);
  }

  private String code(String lower) {
    boolean hex = lower.chars().allMatch(c -> Character.digit(c, LONG_HEX) >= 0);
    if (hex && lower.length() == 32) { // an id without its hyphens
      return guid(lower.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"))
          .replace("-", "");
    }
    String letters = lower.replaceFirst("\\P{L}.*", "");
    String front =
        PublicWords.word(letters) ? letters : hex && lower.length() >= LONG_HEX ? "" : "x";
    return make(lower, n -> MadeUp.padded(front, n + 1, lower.length()));
  }

  private String make(String lower, IntFunction<String> maker) {
    String present = made.get(lower);
    if (present != null) {
      return present;
    }
    if (probing) {
      unknown = true;
      return lower;
    }
    for (int n = 0; ; n++) {
      String candidate = maker.apply(n);
      if (!avoided.contains(candidate) && !made.containsValue(candidate)) {
        made.put(lower, candidate);
        return candidate;
      }
    }
  }

  private boolean stays(String lower) {
    boolean stays = kept.contains(lower);
    if (stays && !probing) {
      keptHere.add(lower);
    }
    return stays;
  }

  /** Returns a pseudonym in the case of the original. */
  private static String like(String original, String pseudonym) {
    boolean upper = original.equals(original.toUpperCase(Locale.ROOT));
    if (upper && !original.equals(lower(original)) && original.length() > 1) {
      return pseudonym.toUpperCase(Locale.ROOT);
    }
    return Character.isUpperCase(original.charAt(0))
        ? pseudonym.substring(0, 1).toUpperCase(Locale.ROOT) + pseudonym.substring(1)
        : pseudonym;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

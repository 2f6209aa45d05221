package dev.appwatch.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells names of applications that are generic, misspelt or disguised. */
final class Names {

  private static final int SHORTEST_BRAND = 4;
  private static final int LONG_WORD = 8;

  private final Set<String> generic;
  private final List<String> brands;

  Names(Lists lists) {
    generic = lists.column("generic-names", "name");
    brands = new ArrayList<>(lists.column("brand-names", "name"));
  }

  boolean suspicious(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    return !name.equals(name.strip())
        || plain.length() <= 1
        || generic.contains(plain)
        || plain.chars().allMatch(Character::isDigit)
        || disguised(name)
        || resemblesBrand(plain);
  }

  private static boolean disguised(String name) {
    boolean latin = false;
    boolean otherAlphabet = false;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      i += Character.charCount(c);
      int type = Character.getType(c);
      if (type == Character.FORMAT || type == Character.CONTROL || type == Character.PRIVATE_USE) {
        return true;
      }
      if (Character.isLetter(c)) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        latin |= script == Character.UnicodeScript.LATIN;
        otherAlphabet |=
            script == Character.UnicodeScript.CYRILLIC || script == Character.UnicodeScript.GREEK;
      }
    }
    return latin && otherAlphabet;
  }

  private boolean resemblesBrand(String plain) {
    List<String> words = new ArrayList<>(List.of(plain.split("[^\\p{L}\\p{N}]+")));
    words.add(plain.replaceAll("[^\\p{L}\\p{N}]+", ""));
    for (String word : words) {
      for (String brand : brands) {
        int allowed = brand.length() >= LONG_WORD ? 2 : 1;
        if (brand.length() > SHORTEST_BRAND
            && !word.equals(brand)
            && Math.abs(word.length() - brand.length()) <= allowed
            && !word.equals(brand + "s")
            && !brand.equals(word + "s")
            && distance(word, brand) <= allowed) {
          return true;
        }
      }
    }
    return false;
  }

  /** Levenshtein distance. */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
      }
      previous = current;
    }
    return previous[other.length()];
  }
}

package dev.appwatch.scenario;

import java.util.List;

/** Values that belong to nobody, numbered from 0. */
final class MadeUp {

  private static final List<String> DOMAINS =
      List.of(
          "contoso.com",
          "fabrikam.com",
          "adatum.com",
          "litwareinc.com",
          "northwindtraders.com",
          "proseware.com",
          "wingtiptoys.com",
          "tailspintoys.com",
          "woodgrovebank.com",
          "relecloud.com",
          "fourthcoffee.com",
          "margiestravel.com",
          "lucernepublishing.com",
          "wideworldimporters.com");
  private static final List<String> WORDS =
      List.of(
          "alder", "amber", "aspen", "azalea", "basalt", "birch", "bramble", "cedar", "clover",
          "cobalt", "coral", "cypress", "dahlia", "elder", "ember", "fennel", "fern", "flint",
          "garnet", "ginger", "granite", "hazel", "heather", "holly", "indigo", "iris", "ivory",
          "jasmine", "juniper", "larch", "laurel", "lilac", "linden", "lotus", "maple", "marble",
          "moss", "myrtle", "nettle", "olive", "onyx", "opal", "orchid", "pearl", "pine", "poppy",
          "quartz", "rowan", "saffron", "sage", "slate", "sorrel", "tansy", "thistle", "thyme",
          "topaz", "umber", "violet", "willow", "yarrow");
  private static final int NETWORK = 254;

  private MadeUp() {}

  static String id(int n) {
    return "aaaaaaaa-0000-4000-8000-%012d".formatted(n + 1);
  }

  static String domain(int n) {
    return n < DOMAINS.size() ? DOMAINS.get(n) : "tenant%d.example".formatted(n);
  }

  static String sixthVersion(int n) {
    return "2001:db8::" + Integer.toHexString(n + 1);
  }

  static String address(int n) {
    String[] networks = {"192.0.2.", "198.51.100.", "203.0.113."};
    return n < networks.length * NETWORK
        ? networks[n / NETWORK] + (n % NETWORK + 1)
        : "2001:db8::ffff:" + Integer.toHexString(n);
  }

  static String padded(String front, int n, int length) {
    String number = String.valueOf(n);
    return front + "0".repeat(Math.max(length - front.length() - number.length(), 0)) + number;
  }

  static String word(int n) {
    return n < WORDS.size()
        ? WORDS.get(n)
        : WORDS.get(n % WORDS.size()) + WORDS.get(n / WORDS.size() % WORDS.size());
  }
}

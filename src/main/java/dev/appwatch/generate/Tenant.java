package dev.appwatch.generate;

import dev.appwatch.generate.Happening.Doer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The invented tenant: its people, applications and addresses, the same for the same numbers. */
final class Tenant {

  static final String ID = "11111111-1111-4111-8111-111111111111";
  static final String GRAPH = "00000003-0000-0000-c000-000000000000";

  private static final int PEOPLE = 10_000;
  private static final int APPLICATIONS = 400;
  private static final List<String> CLIENTS =
      List.of(
          "Azure Portal",
          "Azure CLI",
          "One Outlook Web",
          "Microsoft Teams",
          "Office 365 Exchange Online",
          "Microsoft Graph Command Line Tools",
          "Invoice Sync",
          "Travel Desk",
          "Payroll Connector",
          "Warehouse Scanner");

  private final Random random;

  Tenant(Random random) {
    this.random = random;
  }

  /** Returns an id that nothing else has. */
  String guid() {
    return guid(random.nextLong(), random.nextLong());
  }

  /** Returns the id of the numbered thing of a kind. */
  static String guid(char kind, long number) {
    long mixed = (number + 1) * 0x9E3779B97F4A7C15L ^ kind * 0xC2B2AE3D27D4EB4FL;
    return guid(mixed, Long.rotateLeft(mixed, 29) * 0xBF58476D1CE4E5B9L);
  }

  private static String guid(long high, long low) {
    HexFormat hex = HexFormat.of();
    String one = hex.toHexDigits(high);
    String two = hex.toHexDigits(low);
    return one.substring(0, 8)
        + "-"
        + one.substring(8, 12)
        + "-4"
        + one.substring(13)
        + "-8"
        + two.substring(1, 4)
        + "-"
        + two.substring(4);
  }

  /** Returns anybody. */
  Doer person() {
    return person(random.nextInt(PEOPLE));
  }

  /** Returns the person of that number; from one million on they appear nowhere else. */
  Doer person(long number) {
    return new Doer(
        guid('u', number),
        "User " + number,
        "user%d@contoso.com".formatted(number),
        address((int) (number % PEOPLE)));
  }

  /** Returns any application as one that does something itself. */
  Doer application() {
    int number = random.nextInt(APPLICATIONS);
    return new Doer(guid('s', number), appName(number), null, address(number));
  }

  int anyApplication() {
    return random.nextInt(APPLICATIONS);
  }

  static String appName(long number) {
    String name = CLIENTS.get((int) (number % CLIENTS.size()));
    return number < CLIENTS.size() ? name : "%s %d".formatted(name, number);
  }

  private static String address(int number) {
    return String.format(
        Locale.ROOT, "%s.%d", number % 3 == 0 ? "203.0.113" : "198.51.100", number % 250 + 1);
  }
}

package dev.appwatch.context;

import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Address ranges in CIDR notation. */
final class Networks {

  private static final Pattern CIDR = Pattern.compile("([0-9A-Fa-f:.]+)(?:/(\\d{1,3}))?");

  private final List<Range> ranges = new ArrayList<>();

  Networks(Collection<String> cidrs) {
    for (String cidr : cidrs) {
      Range range = range(cidr);
      if (range != null) {
        ranges.add(range);
      }
    }
  }

  /** Returns whether a text is an address or a range of them. */
  static boolean readable(String cidr) {
    return range(cidr) != null;
  }

  private static @Nullable Range range(String cidr) {
    Matcher matcher = CIDR.matcher(cidr);
    if (!matcher.matches() || !InetAddresses.isInetAddress(matcher.group(1))) {
      return null;
    }
    byte[] prefix = InetAddresses.forString(matcher.group(1)).getAddress();
    int most = prefix.length * 8;
    String written = matcher.group(2);
    int bits = written == null ? most : Integer.parseInt(written);
    return bits > most ? null : new Range(prefix, bits);
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  boolean contain(@Nullable String address) {
    if (address == null || !InetAddresses.isInetAddress(address)) {
      return false;
    }
    byte[] bytes = InetAddresses.forString(address).getAddress();
    return ranges.stream().anyMatch(range -> range.contains(bytes));
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Range(byte[] prefix, int bits) {

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}

package dev.appwatch.context;

import com.google.common.net.InetAddresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Address ranges in CIDR notation. */
final class Networks {

  private final List<Range> ranges = new ArrayList<>();

  Networks(Collection<String> cidrs) {
    for (String cidr : cidrs) {
      int slash = cidr.indexOf('/');
      String address = slash < 0 ? cidr : cidr.substring(0, slash);
      if (InetAddresses.isInetAddress(address)) {
        byte[] bytes = InetAddresses.forString(address).getAddress();
        int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
        ranges.add(new Range(bytes, Math.min(bits, bytes.length * 8)));
      }
    }
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

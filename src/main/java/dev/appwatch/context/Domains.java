package dev.appwatch.context;

import com.google.common.net.InternetDomainName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Domains of the tenant, and recorded facts about hosts. */
public final class Domains {

  private final Set<String> own;
  private final Set<String> claimable;
  private final Map<String, Map<String, String>> dnsByHost = new HashMap<>();

  Domains(Lists lists) {
    own = lists.column("own-domains", "domain");
    claimable = lists.column("claimable-suffixes", "suffix");
    for (Map<String, String> row : lists.rows("dns-facts")) {
      dnsByHost.put(Lists.cell(row, "host"), row);
    }
  }

  /**
   * Returns whether the host is an own or approved domain, or lies below one. Below a public suffix
   * (of the public suffix list, private section included) anybody can register, so such an entry
   * covers only the very host it names.
   */
  public boolean controlled(String host) {
    if (own.contains(host)) {
      return true;
    }
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      String parent = host.substring(dot + 1);
      if (own.contains(parent) && !publicSuffix(parent)) {
        return true;
      }
    }
    return false;
  }

  private static boolean publicSuffix(String domain) {
    return InternetDomainName.isValid(domain) && InternetDomainName.from(domain).isPublicSuffix();
  }

  /** Returns whether a recorded fact shows that somebody else could take the host. */
  public boolean dangling(String host) {
    Map<String, String> fact = dnsByHost.get(host);
    if (fact == null) {
      return false;
    }
    String state = Lists.cell(fact, "state");
    if (state.equals("nxdomain") || state.equals("lapsed") || state.equals("unclaimed")) {
      return true;
    }
    String cname = Lists.cell(fact, "cname");
    return state.equals("cname-nxdomain") && underClaimable(cname);
  }

  /** Returns whether a recorded fact shows that the host does not exist. */
  public boolean notExisting(String host) {
    Map<String, String> fact = dnsByHost.get(host);
    String state = fact == null ? "" : Lists.cell(fact, "state");
    return state.equals("nxdomain") || state.equals("lapsed");
  }

  /** Returns whether anything is recorded about the host. */
  public boolean recorded(@Nullable String host) {
    return host != null && dnsByHost.containsKey(host);
  }

  /** Returns whether the host is a name that anybody could claim at a shared hoster. */
  public boolean underClaimable(String host) {
    for (String suffix : claimable) {
      if (host.endsWith("." + suffix)) {
        return true;
      }
    }
    return false;
  }
}

package io.outagelab.console.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides who may change the state of a lab: the operator, who knows the token, and never a page of
 * another origin that runs in the operator's browser.
 *
 * <p>A browser names the origin of a page that writes (RFC 6454 §7.3). The host that was asked for
 * must be an address or {@code localhost}: a name of somebody else's that leads here is how pages
 * get around the rule of the same origin.
 */
final class WriteGuard {
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  WriteGuard(String token) {
    if (token.isBlank()) {
      throw new IllegalArgumentException("the operator token is not empty");
    }
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /** What a request says of itself; a header that is missing is empty. */
  record Claims(
      Optional<String> authorization,
      Optional<String> host,
      Optional<String> origin,
      Optional<String> fetchSite) {}

  /** The answer that refuses the request, if it is to be refused. */
  Optional<Answer> refusal(Claims claims) {
    String host = claims.host().orElse("");
    if (!isOurs(host)) {
      return Optional.of(
          Answer.error(403, "the host is an IP address or localhost, not '%s'".formatted(host)));
    }
    boolean isForeignOrigin =
        claims.origin().filter(origin -> !origin.equals("http://" + host)).isPresent();
    boolean isForeignSite =
        claims
            .fetchSite()
            .filter(site -> !List.of("same-origin", "none").contains(site))
            .isPresent();
    if (isForeignOrigin || isForeignSite) {
      return Optional.of(Answer.error(403, "pages of another origin may not change a lab"));
    }
    return claims.authorization().filter(this::isToken).isPresent()
        ? Optional.empty()
        : Optional.of(
            Answer.error(401, "this needs the operator token: 'Authorization: Bearer TOKEN'")
                .with("WWW-Authenticate", "Bearer"));
  }

  private boolean isToken(String authorization) {
    return authorization.startsWith(SCHEME)
        && MessageDigest.isEqual(
            token,
            authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isOurs(String hostAndPort) {
    try {
      String host = URI.create("http://" + hostAndPort).getHost();
      return host != null
          && (host.toLowerCase(Locale.ROOT).equals("localhost")
              || host.startsWith("[")
              || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

package gedeon.server.connectors.labguru;

import java.net.URI;
import java.util.Optional;

/** Where a Labguru stands: {@code https://host[:port][/path]}, or {@code http} on this machine itself. Its API lies below {@code /api/v1}. */
record ServerAddress(URI base) {
    ServerAddress {
        String host = base.getHost();
        boolean http = "http".equalsIgnoreCase(base.getScheme());
        if (host == null || !(http || "https".equalsIgnoreCase(base.getScheme()))) {
            throw refused("write https://host");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw refused("leave out user, password, query and fragment; the token is given apart");
        }
        if (http && !loopback(host)) {
            throw refused("http would show the token to the network; write https://");
        }
    }

    static ServerAddress of(String text) {
        try {
            return new ServerAddress(
                    URI.create(text.strip().replaceFirst("/+$", "").replaceFirst("/api(/v\\d+)?$", "")));
        } catch (IllegalArgumentException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("the address of a Labguru")) {
                throw e;
            }
            throw refused("write https://host"); // what the parser says repeats what was typed, perhaps a token
        }
    }

    private static IllegalArgumentException refused(String remedy) {
        return new IllegalArgumentException("the address of a Labguru cannot be used: " + remedy);
    }

    private static boolean loopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    String host() {
        return base.getHost();
    }

    /** A page of a list, counted from 1, without the token. */
    URI list(Kind kind, int page) {
        return URI.create(base + "/api/v1/" + kind.path() + ".json?page=" + page);
    }

    /** The page that {@code link} names, seen from here; empty where it leads to another server or is no address. */
    Optional<URI> page(String link) {
        try {
            URI there = URI.create(base + "/").resolve(link.strip());
            return base.getScheme().equalsIgnoreCase(there.getScheme())
                            && host().equalsIgnoreCase(there.getHost())
                            && base.getPort() == there.getPort()
                            && there.getRawUserInfo() == null
                    ? Optional.of(there)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return base.toString();
    }
}

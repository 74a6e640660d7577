package gedeon.server.connectors.labguru;

import java.util.Locale;

/** What is read, in this order, each from one list of Labguru's API, version 1. */
enum Kind {
    EXPERIMENTS("experiments"),
    PROTOCOLS("protocols"),
    INSTRUMENTS("instruments"),
    PERSONS("admin/members"); // administrators' tokens only, so it comes last

    private final String path;

    Kind(String path) {
        this.path = path;
    }

    /** Below {@code /api/v1/}. */
    String path() {
        return path;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

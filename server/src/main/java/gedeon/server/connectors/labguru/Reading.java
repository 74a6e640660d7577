package gedeon.server.connectors.labguru;

import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.sql.Sql;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One list on its way from page to page. Labguru's API documents no order and no filter by age, so each page is looked at, and what is not newer than the last
 * run saw is passed over without a write.
 */
final class Reading {
    private static final String AGAIN = "; the next run tries again";

    private final Kind kind;
    private final ServerAddress address;
    private final String ticket;
    private final @Nullable Instant since;
    private final Keeper keeper;
    private final Problems problems;
    private final Token token;
    private final Bounds bounds;
    private final Set<UUID> seen = new HashSet<>();

    private int page = 1;
    private boolean more = true;
    private boolean whole = true;
    private long kept;
    private @Nullable Instant newest;
    private List<String> before = List.of();

    Reading(
            Kind kind,
            Connector connector,
            String ticket,
            Token token,
            @Nullable Instant since,
            Keeper keeper,
            Problems problems,
            Bounds bounds) {
        this.token = token;
        this.bounds = bounds;
        this.kind = kind;
        this.address = connector.address();
        this.ticket = ticket;
        this.since = since;
        this.keeper = keeper;
        this.problems = problems;
    }

    String ticket() {
        return ticket;
    }

    boolean more() {
        return more;
    }

    URI next() {
        return address.list(kind, page);
    }

    /** How many were new or changed. */
    long kept() {
        return kept;
    }

    /** The newest change on the pages seen. */
    Optional<Instant> newest() {
        return Optional.ofNullable(newest);
    }

    /** Whether the list was read to its end. */
    boolean whole() {
        return whole;
    }

    /**
     * Keeps what the page {@link #next} held. 404 and an empty list end the reading.
     *
     * @param retryAfter the header of that name
     */
    void take(int status, byte[] body, @Nullable String retryAfter) {
        Duration pause = RetryAfter.read(retryAfter, bounds.clock().instant());
        switch (status) {
            case 200 -> take(Listing.read(body));
            case 404 -> {
                if (page == 1 && Listing.page(body)) {
                    throw LabguruFailed.forGood(
                            "there is no API below this address; give the one of Labguru itself, such as https://my.labguru.com");
                }
                more = false;
            }
            case 401, 403 ->
                throw LabguruFailed.forGood(
                        kind == Kind.PERSONS
                                ? "members are listed to an administrator's token only; nothing else is missing"
                                : "token refused, give a new one: make it in Labguru's account settings and create the connector"
                                        + " again under the same name");
            case 301, 302, 303, 307, 308 ->
                throw LabguruFailed.forGood(
                        "it sends on to another address, which is not followed; give the address that answers itself");
            case 429 -> throw LabguruFailed.until(pause, "it asks for fewer requests (429)" + waiting(pause) + AGAIN);
            default -> {
                String answer = "it answers with status " + status;
                throw status >= 500
                        ? LabguruFailed.until(pause, answer + waiting(pause) + AGAIN)
                        : LabguruFailed.forGood(answer + "; is this the address of a Labguru?");
            }
        }
    }

    private static String waiting(Duration pause) {
        return pause.isZero() ? "" : " and to wait " + pause.toSeconds() + " s";
    }

    private void take(Listing listing) {
        List<String> ids = listing.items().stream()
                .map(node -> new Item(node, token).text("id", "uuid").orElse(""))
                .toList();
        if (ids.isEmpty() || (page > 1 && ids.equals(before))) { // the same again: a list that knows no pages
            more = false;
            return;
        }
        if (!seen.add(UUID.nameUUIDFromBytes(String.join("\n", ids).getBytes(StandardCharsets.UTF_8)))) {
            more = false;
            problems.add(kind.word(), "page " + page + " repeats an earlier one; what comes behind it was not read");
            return;
        }
        listing.items().forEach(this::keep);
        before = ids;
        Integer pages = listing.pages();
        more = pages == null || page < pages;
        page++;
        if (more) {
            bounds.forbids(page).ifPresent(reason -> {
                more = false;
                whole = false;
                problems.add(kind.word(), reason);
            });
        }
    }

    private void keep(JsonNode node) {
        Item item = new Item(node, token);
        Optional<Instant> updated = updated(item);
        if (updated.isPresent()) {
            Instant at = updated.get();
            if (newest == null || at.isAfter(newest)) {
                newest = at;
            }
            if (since != null && !at.isAfter(since)) {
                return;
            }
        }
        try {
            keeper.keep(kind, item);
            kept++;
        } catch (IllegalArgumentException | Notebooks.NameTaken e) {
            problems.add(item.label(kind), String.valueOf(e.getMessage()));
        } catch (Sql.Failed e) {
            if (!e.state().startsWith("22") && !e.state().startsWith("23")) {
                throw e; // the database, not this entry
            }
            problems.add(item.label(kind), "the catalogue refuses it (" + e.state() + ")");
        }
    }

    private Optional<Instant> updated(Item item) {
        Optional<String> text = item.updated();
        Optional<Instant> at = text.flatMap(Moment::read);
        if (text.isPresent() && at.isEmpty()) {
            problems.add(
                    item.label(kind),
                    "its time of change is in no known form: \"" + text.get() + "\"; it is read again by every run");
        }
        return at;
    }
}

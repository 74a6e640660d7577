package gedeon.storage.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Secrets;
import gedeon.storage.sql.Sql;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The addresses that a notebook has registered; its managers alone do so, and its buckets name them by their ARN. */
public final class Webhooks {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final Sql sql;
    private final Secrets secrets;
    private final Destinations destinations;

    public Webhooks(Sql sql, Secrets secrets, WebhookSettings settings) {
        this(sql, secrets, new Destinations(settings.privateAddresses()));
    }

    Webhooks(Sql sql, Secrets secrets, Destinations destinations) {
        this.sql = sql;
        this.secrets = secrets;
        this.destinations = destinations;
    }

    public record Webhook(int notebook, String name, String url, Instant created) {
        /** How a bucket's notification configuration names it. */
        public String arn() {
            return "arn:gedeon:webhook::" + Notebooks.canonicalId(notebook) + ":" + name;
        }
    }

    /** @param secret with which each delivery is signed; told once */
    public record Made(Webhook webhook, String secret) {
        /** Secrets stay out of logs. */
        @Override
        public String toString() {
            return "Made[" + webhook + "]";
        }
    }

    /** @throws IllegalArgumentException for a name or an address that cannot be; {@link Notebooks.NameTaken} */
    public Made add(int notebook, String name, String url) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a webhook's name has 1 to 80 letters, figures, '-' and '_', was \"" + name + "\"");
        }
        destinations.require(url);
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        int made = sql.update(
                "insert into webhook (notebook, name, url, secret) values (?, ?, ?, ?) on conflict do nothing",
                notebook,
                name,
                url,
                secrets.wrap(secret.getBytes(UTF_8), associated(notebook, name)));
        if (made == 0) {
            throw new Notebooks.NameTaken("webhook", name);
        }
        return new Made(find(notebook, name).orElseThrow(() -> new Notebooks.Unknown("webhook", name)), secret);
    }

    private static byte[] associated(int notebook, String name) {
        return ("webhook:" + notebook + ":" + name).getBytes(UTF_8);
    }

    public List<Webhook> list(int notebook) {
        return sql.list(
                Webhooks::read,
                "select notebook, name, url, created from webhook where notebook = ? order by name",
                notebook);
    }

    public Optional<Webhook> find(int notebook, String name) {
        return sql.one(
                Webhooks::read,
                "select notebook, name, url, created from webhook where notebook = ? and name = ?",
                notebook,
                name);
    }

    private static Webhook read(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Webhook(
                row.getInt("notebook"),
                row.getString("name"),
                row.getString("url"),
                row.getObject("created", OffsetDateTime.class).toInstant());
    }

    /** What was not delivered yet is dropped, what was parked as well. @throws Notebooks.Unknown */
    public void remove(int notebook, String name) {
        sql.inTransaction(c -> {
            if (Sql.update(c, "delete from webhook where notebook = ? and name = ?", notebook, name) == 0) {
                throw new Notebooks.Unknown("webhook", name);
            }
            // Skips what is being written now: the next delivery of it finds no webhook, and drops it.
            return Sql.update(c, "delete from outbox where webhook = ?", notebook + "/" + name);
        });
    }

    /** Where to send, and what to sign with. */
    record Target(Destinations.Destination destination, byte[] secret) {
        @Override
        public String toString() {
            return "Target[" + destination.uri().getHost() + "]";
        }
    }

    /** Empty where it was removed. @throws IllegalArgumentException where its name leads by now where it must not */
    Optional<Target> target(int notebook, String name) {
        return sql.one(
                        row -> new Stored(row.getString("url"), row.getBytes("secret")),
                        "select url, secret from webhook where notebook = ? and name = ?",
                        notebook,
                        name)
                .map(stored -> new Target(
                        destinations.require(stored.url()),
                        secrets.unwrap(stored.wrapped(), associated(notebook, name))));
    }

    private record Stored(String url, byte[] wrapped) {}
}

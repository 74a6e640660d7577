package gedeon.storage.sql;

import java.time.Duration;
import java.util.Map;

/**
 * How long the database is waited for, and how long it waits for us. A host that is gone says nothing: without an end to waiting, all that waits for it would
 * wait until somebody starts the process again.
 *
 * @param connect until a connection is made
 * @param answer of one ordinary statement; the database gives it up a sixth earlier, so that its locks do not outlive who asked
 * @param lock that a statement waits for another's lock
 * @param idle that the database keeps a transaction open whose process says nothing; what it had locked is free again then
 * @param longest of a statement that reads a whole table: {@link Sql#unhurried}
 */
public record DatabaseSettings(Duration connect, Duration answer, Duration lock, Duration idle, Duration longest) {
    public static final DatabaseSettings DEFAULTS = new DatabaseSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofHours(12));

    public DatabaseSettings {
        if (connect.toSeconds() < 1 || answer.toSeconds() < 1 || lock.toMillis() < 1 || idle.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "waiting for the database (gedeon.database.connect, answer, lock, idle) takes at least a second, was "
                            + connect + ", " + answer + ", " + lock + ", " + idle);
        }
        if (lock.compareTo(answer) >= 0 || longest.compareTo(answer) < 0) {
            throw new IllegalArgumentException(
                    "waiting for the database needs gedeon.database.lock < answer <= longest, was " + lock + ", "
                            + answer + ", " + longest);
        }
    }

    /** Given to PostgreSQL's driver with each connection; what the URL says comes before it. */
    public Map<String, String> properties() {
        return Map.of(
                "connectTimeout",
                String.valueOf(connect.toSeconds()),
                "socketTimeout",
                String.valueOf(answer.toSeconds()),
                "tcpKeepAlive",
                "true",
                "socketFactory",
                KeptAlive.class.getName(),
                "options",
                options("statement_timeout=" + answer.toMillis() * 5 / 6));
    }

    /** The same for connections on which every statement may take long: a rebuild's. A host that is gone is found out here as well. */
    public Map<String, String> unhurriedProperties() {
        return Map.of(
                "connectTimeout",
                String.valueOf(connect.toSeconds()),
                "socketTimeout",
                String.valueOf(longest.toSeconds()),
                "tcpKeepAlive",
                "true",
                "socketFactory",
                KeptAlive.class.getName(),
                "options",
                // The database finds out about us as we do about it.
                "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3");
    }

    private String options(String first) {
        return "-c " + first + " -c lock_timeout=" + lock.toMillis() + " -c idle_in_transaction_session_timeout="
                + idle.toMillis()
                + " -c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
                + " -c tcp_user_timeout=30000 -c client_connection_check_interval=10000";
    }
}

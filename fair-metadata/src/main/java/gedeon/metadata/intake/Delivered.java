package gedeon.metadata.intake;

import gedeon.metadata.Agents.Agent;
import gedeon.metadata.Manifest;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is kept of each acquisition that comes, within the transaction in which it does, so that its absence can be noticed later. */
final class Delivered {
    /** Times of files that lie further back say nothing of when the instrument worked: they were copied, or their clock is wrong. */
    private static final Duration CREDIBLE = Duration.ofDays(1);

    private Delivered() {}

    static void note(Connection c, Agent agent, Manifest manifest, Instant now) throws SQLException {
        int instrument = agent.instrument().id();
        boolean hour = Sql.update(
                        c,
                        "insert into catalogue.acquisition_hour (instrument, hour) values (?, ?) on conflict do nothing",
                        instrument,
                        Rows.time(now.truncatedTo(ChronoUnit.HOURS)))
                == 1;
        if (hour) {
            Sql.update(
                    c,
                    "delete from catalogue.acquisition_hour where instrument = ? and hour < ?",
                    instrument,
                    Rows.time(now.minus(Deliveries.KEPT)));
        }
        Sql.update(
                c,
                "update catalogue.instrument set last_acquisition = greatest(last_acquisition, ?), last_begun = greatest(last_begun, ?) where id = ?",
                Rows.time(manifest.finished()),
                Rows.time(begun(agent, manifest, now)),
                instrument);
    }

    /** By the server's clock. */
    static Instant begun(Agent agent, Manifest manifest, Instant now) {
        Instant told = manifest.started() == null ? manifest.finished() : manifest.started();
        Duration skew = agent.clockSkew();
        Instant begun = skew == null ? told : told.minus(skew);
        return begun.isAfter(now) || begun.isBefore(now.minus(CREDIBLE)) ? now : begun;
    }
}

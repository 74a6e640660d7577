package gedeon.server.assembly;

import gedeon.server.backup.BackupOptions;
import gedeon.server.backup.Backups;
import gedeon.server.backup.BaseBackup;
import gedeon.server.backup.DatabaseBackup;
import gedeon.server.backup.KeyCopies;
import gedeon.storage.sql.Unhurried;
import gedeon.storage.tier.jdbc.JdbcTiers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Copies of the embedded database and of the keys, where somebody said where to. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {
    /** @throws IllegalArgumentException where copies would go into an adopted folder, or around one: the server does not start */
    @Bean
    Backups backups(
            Started started,
            DataSource database,
            JdbcTiers tiers,
            PatienceSettings patience,
            Clock clock,
            MeterRegistry meters)
            throws IOException {
        BackupOptions options = started.options().backup();
        options.folders().forEach(tiers::requireNotAdopted);
        Home home = started.home();
        DatabaseBackup backup =
                options.to().isPresent() && started.options().databaseUrl().isEmpty()
                        ? new DatabaseBackup(
                                Unhurried.of(database, patience.longest()),
                                home.database(),
                                options.to().get(),
                                home.secret("database.password"))
                        : null;
        KeyCopies keys =
                options.keysTo().map(to -> new KeyCopies(home.root(), to)).orElse(null);
        Backups backups = new Backups(options, backup, keys, database, clock);
        if (backup != null) {
            Gauge.builder("gedeon.backup.age", backups, it -> age(it, clock))
                    .description("Seconds since the last whole copy of the database was made")
                    .baseUnit("seconds")
                    .register(meters);
            Gauge.builder("gedeon.backup.trouble", backups, BackupConfiguration::trouble)
                    .description("1 where the last copy failed or the log does not arrive")
                    .register(meters);
        }
        return backups;
    }

    private static double age(Backups backups, Clock clock) {
        return backups.state()
                .last()
                .map(BaseBackup::ended)
                .map(ended -> Duration.between(ended, clock.instant()).toMillis() / 1000.0)
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double trouble(Backups backups) {
        Backups.State state = backups.state();
        return state.failure() == null && state.log() == null ? 0 : 1;
    }
}

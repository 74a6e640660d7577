package gedeon.server.connectors.labguru;

import gedeon.metadata.Instruments;
import gedeon.metadata.Things;
import gedeon.server.assembly.Started;
import gedeon.server.connectors.PublicAddresses;
import gedeon.storage.notebooks.Secrets;
import gedeon.storage.sql.Sql;
import gedeon.storage.sql.Unhurried;
import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The Labguru connectors as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LabguruSettings.class)
class LabguruConfiguration {
    @Bean
    ActiveTokens labguruTokens() {
        return new ActiveTokens();
    }

    @Bean
    PublicAddresses labguruAddresses(LabguruSettings settings) {
        return new PublicAddresses(settings.allowPrivate(), "gedeon.connectors.allow-private");
    }

    @Bean(destroyMethod = "close")
    Guard labguruGuard(LabguruSettings settings) {
        return new Guard(settings.maxAnswer().toBytes(), settings.patience());
    }

    @Bean
    LabguruRoutes labguruRoutes(
            ObjectProvider<Labguru> labguru,
            Guard guard,
            ActiveTokens tokens,
            PublicAddresses addresses,
            LabguruSettings settings) {
        return new LabguruRoutes(labguru::getObject, guard, tokens, addresses, settings);
    }

    @Bean
    Labguru labguru(
            DataSource database,
            Started started,
            Things things,
            Instruments instruments,
            ProducerTemplate camel,
            ActiveTokens tokens,
            PublicAddresses addresses,
            LabguruSettings settings,
            Clock clock)
            throws IOException {
        migrate(database);
        Sql sql = new Sql(database);
        Secrets secrets = new Secrets(HexFormat.of().parseHex(started.home().secret("master.key")));
        return new Labguru(
                sql,
                new Connectors(sql, secrets),
                things,
                instruments,
                new CamelPages(camel),
                tokens,
                addresses,
                settings,
                clock);
    }

    static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(Unhurried.of(database))
                .schemas("connectors")
                .locations("classpath:db/connectors")
                .load()
                .migrate();
    }
}

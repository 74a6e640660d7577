package gedeon.server.assembly;

import gedeon.dmp.DataPlans;
import gedeon.dmp.DriftRounds;
import gedeon.dmp.Plans;
import gedeon.storage.Quotas;
import gedeon.storage.notebooks.Notebooks;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plans as beans, on the application's own connections. */
@Configuration(proxyBeanMethods = false)
class PlansConfiguration {
    @Bean
    Plans plans(DataSource source, Quotas quotas, Notebooks notebooks, Clock clock) {
        return DataPlans.open(source, quotas, notebooks, clock);
    }

    @Bean
    DriftRounds driftRounds(Plans plans) {
        return DriftRounds.every(Duration.ofHours(1), plans);
    }
}

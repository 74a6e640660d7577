package gedeon.server.assembly;

import gedeon.metadata.DatasetTies;
import gedeon.storage.CompleteServer;
import gedeon.storage.Gateway;
import gedeon.storage.ProcessIdentity;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import java.io.IOException;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A process that serves S3 beside a complete server, and nothing else. Not found by the complete server's own look for parts. */
@Import({GatewayConfiguration.class, S3Configuration.class})
class BesideConfiguration {
    /** First it is seen that what is stored here is that server's, and then that the tables are of this release. */
    @Bean
    static Opening opening() {
        return (settings, house, keys, clock) -> {
            CompleteServer.requireBeside(settings, house.uuid(), ServerPlace.digest(settings.masterKey()));
            return Gateway.beside(
                    settings.withIdentity(ProcessIdentity.of(ProcessIdentity.Role.GATEWAY)),
                    house,
                    house.uuid(),
                    keys,
                    new DatasetTies(),
                    clock);
        };
    }

    @Bean(destroyMethod = "close")
    static WatchPort watchPort(Started started, Gateway gateway, Notebooks notebooks, Rights rights)
            throws IOException {
        Optional<Integer> port = started.options().watchPort();
        return WatchPort.start(gateway, notebooks, rights, started.options().address(), port);
    }
}

package gedeon.server.assembly;

import gedeon.storage.Gateway;
import gedeon.storage.glance.Glances;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.s3.S3Server;
import gedeon.storage.s3.S3Service;
import gedeon.storage.s3.TrustedProxies;
import gedeon.storage.webhooks.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The S3 port of this process; it stops before the storage that it serves. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
class S3Configuration {
    @Bean
    TrustedProxies trustedProxies(S3Settings settings) {
        return settings.proxies();
    }

    @Bean
    S3Face s3Face(
            Started started,
            Gateway gateway,
            S3Settings settings,
            ObjectStore store,
            Glances glances,
            Notebooks notebooks,
            Rights rights,
            Webhooks webhooks,
            Clock clock)
            throws IOException {
        S3Service service = new S3Service(
                store,
                glances,
                notebooks,
                rights,
                (notebook, name) -> webhooks.find(notebook, name).isPresent(),
                settings.options(),
                clock);
        S3Server server = S3Server.start(
                service,
                gateway.traffic(),
                started.options().address(),
                started.options().s3Port());
        gateway.serves(started.url(server.port()).toString());
        return new Face(server, settings.region(), Optional.ofNullable(settings.publicUrl()));
    }

    private record Face(S3Server server, String region, Optional<URI> publicUrl) implements S3Face, AutoCloseable {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the S3 port did not stop cleanly", e);
            }
        }
    }
}

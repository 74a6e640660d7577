package gedeon.server.connectors.mail;

import gedeon.storage.Gateway;
import gedeon.storage.Letters;
import gedeon.storage.notebooks.Addresses;
import java.time.Clock;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mail as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailBeans {
    @Bean
    Letters letters(Gateway gateway) {
        return gateway.letters();
    }

    @Bean
    Addresses addresses(Gateway gateway) {
        return gateway.addresses();
    }

    @Bean
    Wording mailWording(MailSettings settings) {
        return new Wording(settings.languages());
    }

    @Bean
    MailRoutes mailRoutes(MailSettings settings) {
        return new MailRoutes(settings);
    }

    @Bean
    Mail mail(ProducerTemplate camel, MailSettings settings, Wording wording) {
        return new Mail(camel, settings, wording);
    }

    @Bean
    Warnings warnings(Letters letters, Addresses addresses, MailSettings settings, Wording wording) {
        return new Warnings(letters, addresses, settings, wording);
    }

    @Bean
    Postman postman(Letters letters, Mail mail, Wording wording, MailSettings settings, Clock clock) {
        return new Postman(letters, mail, wording, settings.every(), clock);
    }
}

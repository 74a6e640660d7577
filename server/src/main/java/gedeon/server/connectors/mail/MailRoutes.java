package gedeon.server.connectors.mail;

import java.io.IOException;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;

/** One route: a letter to the mail server. It is tried once; the outbox tries again. Nothing of it is logged. */
final class MailRoutes extends RouteBuilder {
    static final String SEND = "direct:mail";

    private final MailSettings settings;

    MailRoutes(MailSettings settings) {
        this.settings = settings;
    }

    /** @throws IOException where the password cannot be read */
    @Override
    public void configure() throws IOException {
        if (settings.host() == null) {
            return;
        }
        String scheme = settings.tls() == MailSettings.Tls.IMPLICIT ? "smtps" : "smtp";
        MailComponent mail = new MailComponent(getContext());
        mail.setConfiguration(configuration(scheme));
        getContext().addComponent(scheme, mail);
        from(SEND)
                .routeId("mail")
                .errorHandler(noErrorHandler())
                .to(scheme + "://" + settings.host() + ":" + settings.serverPort());
    }

    private MailConfiguration configuration(String scheme) throws IOException {
        MailConfiguration configuration = new MailConfiguration(getContext());
        if (settings.user() != null) {
            configuration.setUsername(settings.user());
            settings.password().ifPresent(configuration::setPassword);
        }
        configuration.setFrom(settings.from());
        configuration.setUseHeaderRecipients(true);
        configuration.setUseHeaderSubject(true);
        configuration.setContentType("text/plain; charset=UTF-8");
        int patience = Math.toIntExact(settings.patience().toMillis());
        configuration.setConnectionTimeout(patience);
        Properties more = new Properties();
        String prefix = "mail." + scheme + ".";
        more.setProperty(prefix + "timeout", String.valueOf(patience));
        more.setProperty(prefix + "writetimeout", String.valueOf(patience));
        more.setProperty(prefix + "ssl.checkserveridentity", "true");
        boolean starts = settings.tls() == MailSettings.Tls.STARTTLS;
        more.setProperty(prefix + "starttls.enable", String.valueOf(starts));
        more.setProperty(prefix + "starttls.required", String.valueOf(starts));
        configuration.setAdditionalJavaMailProperties(more);
        return configuration;
    }
}

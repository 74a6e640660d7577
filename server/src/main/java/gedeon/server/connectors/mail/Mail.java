package gedeon.server.connectors.mail;

import gedeon.storage.Letters.Letter;
import gedeon.storage.notebooks.Addresses;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;

/** Sends one letter now. */
public final class Mail {
    private final ProducerTemplate camel;
    private final MailSettings settings;
    private final Wording wording;

    Mail(ProducerTemplate camel, MailSettings settings, Wording wording) {
        this.camel = camel;
        this.settings = settings;
        this.wording = wording;
    }

    /** It was not taken, or there is nobody to take it; the message says why and what to do. */
    public static final class NotSent extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotSent(String message) {
            super(message);
        }
    }

    boolean isSetUp() {
        return settings.host() != null;
    }

    /**
     * Returns when the mail server has taken it.
     *
     * @throws NotSent with what it said, or why it could not be asked
     */
    void send(Letter letter) {
        try {
            camel.sendBodyAndHeaders(
                    MailRoutes.SEND,
                    letter.text(),
                    Map.of("To", Addresses.require(letter.to()), "Subject", letter.subject()));
        } catch (CamelExecutionException e) {
            throw new NotSent("the mail server " + settings.host() + ":" + settings.serverPort() + " did not take it: "
                    + deepest(e).getMessage());
        }
    }

    private static Throwable deepest(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = Objects.requireNonNull(deepest.getCause());
        }
        return deepest;
    }

    /**
     * A letter that says that letters arrive.
     *
     * @throws NotSent also where no mail server is set
     * @throws IllegalArgumentException where {@code to} is not one address
     */
    public void test(String to) {
        Addresses.require(to);
        if (!isSetUp()) {
            throw new NotSent(
                    "no mail server is set; give the server gedeon.mail.host and gedeon.mail.from (GEDEON_MAIL_HOST, GEDEON_MAIL_FROM)");
        }
        send(wording.test(to));
    }
}

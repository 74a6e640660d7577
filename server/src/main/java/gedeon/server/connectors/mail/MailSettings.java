package gedeon.server.connectors.mail;

import gedeon.storage.notebooks.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By which server mail goes, and to whom beside those who gave their address.
 *
 * @param host of the mail server (submission, RFC 6409); absent: no mail
 * @param port {@code 587} by default, {@code 465} where {@code tls} is {@code implicit}
 * @param tls starttls: the connection is encrypted before anything is said, or nothing is sent; implicit: from its first byte; none: for a server on the same machine
 * @param user name there; absent: none is given
 * @param passwordFile a file whose first line is the password
 * @param from address that letters come from
 * @param operators addresses that are told of damage, and of what is full where nobody who answers for it gave an address
 * @param every one recipient gets at most one mail in so long: what comes meanwhile is gathered
 * @param languages in which order each letter says it
 */
@ConfigurationProperties("gedeon.mail")
record MailSettings(
        @Nullable String host,
        @Nullable Integer port,
        @DefaultValue("starttls") Tls tls,
        @Nullable String user,
        @Nullable Path passwordFile,
        @Nullable String from,
        @DefaultValue List<String> operators,
        @DefaultValue("10m") Duration every,
        @DefaultValue({"fr", "en"}) List<String> languages,
        @DefaultValue("30s") Duration patience) {
    enum Tls {
        STARTTLS,
        IMPLICIT,
        NONE
    }

    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    MailSettings {
        operators.forEach(Addresses::require);
        if (host != null && from == null) {
            throw new IllegalArgumentException(
                    "gedeon.mail.from is needed beside gedeon.mail.host: the address that letters come from");
        }
        if (from != null) {
            Addresses.require(from);
        }
        if ((user == null) != (passwordFile == null)) {
            throw new IllegalArgumentException("gedeon.mail.user and gedeon.mail.password-file go together");
        }
        if (every.isNegative() || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("gedeon.mail.every and gedeon.mail.patience must be positive");
        }
        if (languages.isEmpty() || !List.of("fr", "en").containsAll(languages)) {
            throw new IllegalArgumentException("gedeon.mail.languages are fr, en or both, were " + languages);
        }
        languages = List.copyOf(languages);
        operators = List.copyOf(operators);
    }

    int serverPort() {
        if (port != null) {
            return port;
        }
        return tls == Tls.IMPLICIT ? SUBMISSIONS : SUBMISSION;
    }

    /** @throws IOException where the file cannot be read, or its first line is empty */
    Optional<String> password() throws IOException {
        if (passwordFile == null) {
            return Optional.empty();
        }
        try (var lines = Files.lines(passwordFile)) {
            return Optional.of(lines.findFirst()
                    .filter(line -> !line.isBlank())
                    .orElseThrow(() -> new IOException("gedeon.mail.password-file " + passwordFile + " is empty")));
        }
    }

    /** Without any secret: the user's name may be one. */
    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + serverPort() + "]";
    }
}

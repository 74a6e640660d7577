package gedeon.client;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a client and its server, with the facts of this case: a code that never changes, and a plain sentence that says what to do, in French and
 * English. Its {@link #toString text} holds code and facts, fits one line, and is read back by {@link #read}.
 */
public record Obstacle(Kind kind, List<String> facts) {
    private static final ResourceBundle.Control NO_SURPRISES =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Pattern STATUS = Pattern.compile("\\b(403|407|50[0-9])\\b");

    /** Every kind, with the number of its facts. */
    public enum Kind {
        /** The server. */
        SERVER_AWAY(1),
        /** The proxy. */
        PROXY_AWAY(1),
        /** The proxy, the status that it answers. */
        PROXY_REFUSES(2),
        /** The host. */
        TLS_UNTRUSTED(1),
        /** The host. */
        TLS_NAME(1),
        /** The host. */
        TLS_DATES(1),
        /** The host, the pin that it shows. */
        TLS_PIN(2),
        /** The host, what went wrong. */
        TLS_FAILED(2),
        /** How far. */
        CLOCK_AHEAD(1),
        /** How far. */
        CLOCK_BEHIND(1),
        /** The server. */
        TOKEN_REVOKED(1),
        KEY_REVOKED(0),
        /** The bucket, the server's words. */
        KEY_FORBIDDEN(2),
        KEY_ALTERED(0),
        /** The folder, what is free. */
        DISK_NEARLY_FULL(2);

        private final int count;

        Kind(int count) {
            this.count = count;
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Obstacle {
        facts = List.copyOf(facts);
        if (facts.size() != kind.count) {
            throw new IllegalArgumentException(kind.code() + " has " + kind.count + " facts, was given " + facts);
        }
    }

    public static Obstacle of(Kind kind, String... facts) {
        return new Obstacle(kind, List.of(facts));
    }

    /** What an exception of a connection to {@code server} says. Empty: something else, or a connection that was cut amid. */
    public static Optional<Obstacle> of(Throwable thrown, URI server, @Nullable Connection connection) {
        String host = String.valueOf(server.getHost());
        Optional<String> proxy = connection == null ? Optional.empty() : connection.proxyTo(server);
        List<Throwable> causes = causes(thrown);
        for (Throwable cause : causes) {
            Kind tls = tls(cause);
            if (cause instanceof PinDiffers differs) {
                return Optional.of(of(Kind.TLS_PIN, host, differs.seen()));
            } else if (tls != null) {
                return Optional.of(of(tls, host));
            }
        }
        for (Throwable cause : causes) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof SSLException) {
                boolean untrusted = causes.stream().anyMatch(CertificateException.class::isInstance);
                return Optional.of(untrusted ? of(Kind.TLS_UNTRUSTED, host) : of(Kind.TLS_FAILED, host, message));
            }
            if (proxy.isPresent() && refusedByProxy(message)) {
                Matcher status = STATUS.matcher(message);
                return Optional.of(of(Kind.PROXY_REFUSES, proxy.get(), status.find() ? status.group() : "407"));
            }
            if (away(cause)) {
                return Optional.of(proxy.map(by -> of(Kind.PROXY_AWAY, by))
                        .orElseGet(() -> of(Kind.SERVER_AWAY, server.toString())));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Kind tls(Throwable cause) {
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return Kind.TLS_DATES;
        }
        if (cause instanceof CertPathValidatorException path
                && (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                        || path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID)) {
            return Kind.TLS_DATES;
        }
        String message = String.valueOf(cause.getMessage());
        boolean name = cause instanceof SSLPeerUnverifiedException
                || cause instanceof CertificateException
                        && (message.startsWith("No subject alternative") || message.startsWith("No name matching"));
        return name ? Kind.TLS_NAME : null;
    }

    /** The words of OkHttp and of the JDK for a proxy that answers CONNECT with a refusal. */
    private static boolean refusedByProxy(String message) {
        return message.contains("authenticate with proxy")
                || message.contains("response code for CONNECT")
                || message.contains("Tunnel failed");
    }

    private static boolean away(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof HttpTimeoutException
                || cause instanceof java.nio.channels.UnresolvedAddressException;
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    public String code() {
        return kind.code();
    }

    /** What it is and what to do. */
    public String sentence(Locale locale) {
        Locale known = "fr".equals(locale.getLanguage()) ? Locale.FRENCH : Locale.ENGLISH;
        ResourceBundle words = ResourceBundle.getBundle("gedeon.client.obstacles", known, NO_SURPRISES);
        return new MessageFormat(words.getString(code()), known).format(facts.toArray());
    }

    /** {@code text} if it is none of an obstacle, else its sentence. */
    public static String plain(String text, Locale locale) {
        return read(text).map(obstacle -> obstacle.sentence(locale)).orElse(text);
    }

    /** As {@link #plain}, in English, behind the code by which servers and scripts know it. */
    public static String coded(String text) {
        return read(text)
                .map(obstacle -> obstacle.code() + ": " + obstacle.sentence(Locale.ENGLISH))
                .orElse(text);
    }

    /** What {@link #toString} wrote. */
    public static Optional<Obstacle> read(String text) {
        String[] words = text.split(" ", -1);
        for (Kind kind : Kind.values()) {
            if (kind.code().equals(words[0]) && words.length == kind.count + 1) {
                try {
                    return Optional.of(new Obstacle(
                            kind,
                            Arrays.stream(words)
                                    .skip(1)
                                    .map(fact -> URLDecoder.decode(fact.replace("+", "%2B"), StandardCharsets.UTF_8))
                                    .toList()));
                } catch (IllegalArgumentException e) {
                    // Not ours: shown as it is.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(code());
        facts.forEach(fact -> text.append(' ')
                .append(URLEncoder.encode(fact, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/")
                        .replace("%3A", ":")
                        .replace("%3D", "=")));
        return text.toString();
    }
}

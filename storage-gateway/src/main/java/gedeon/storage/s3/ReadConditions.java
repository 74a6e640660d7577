package gedeon.storage.s3;

import gedeon.storage.Encryption;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.SuppliedKey;
import gedeon.storage.objects.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Conditions of a read and of a copy's source (RFC 9110 §13), held against a version that the caller may read. They are answered to who could read the
 * content: a customer's key is asked for before, and what was encrypted with a key that is destroyed answers nothing but that.
 */
final class ReadConditions {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private ReadConditions() {}

    /** True for 304. @throws S3Error PreconditionFailed */
    static boolean notModified(Exchange exchange, StoredVersion version) {
        Optional<String> match = exchange.header("if-match");
        boolean matches = match.map(given -> any(given, version.etag())).orElse(false);
        if (match.isPresent() && !matches) {
            throw new S3Error("PreconditionFailed", 412, "the ETag is not the one in If-Match");
        }
        Instant modified = modified(version);
        if (match.isEmpty()
                && exchange.header("if-unmodified-since")
                        .flatMap(ReadConditions::instant)
                        .map(modified::isAfter)
                        .orElse(false)) {
            throw new S3Error("PreconditionFailed", 412, "the object was modified since");
        }
        Optional<String> none = exchange.header("if-none-match");
        if (none.isPresent()) {
            return any(none.get(), version.etag());
        }
        return exchange.header("if-modified-since")
                .flatMap(ReadConditions::instant)
                .map(since -> !modified.isAfter(since))
                .orElse(false);
    }

    /** RFC 9110, 13.1.5: a range of another version than the one the client has begun with would be glued to it. */
    static boolean sameAsBefore(Exchange exchange, StoredVersion version) {
        Optional<String> given = exchange.header("if-range");
        return given.isEmpty()
                || given.get().strip().equals('"' + version.etag() + '"')
                || instant(given.get()).filter(modified(version)::equals).isPresent();
    }

    /**
     * As S3's CopyObject: a condition on the ETag decides over the one on the date beside it. Dates are whole seconds.
     *
     * @throws S3Error PreconditionFailed
     */
    static void requireOfSource(Exchange exchange, StoredVersion source) {
        Instant modified = modified(source);
        Optional<String> match = exchange.header("x-amz-copy-source-if-match");
        Optional<String> none = exchange.header("x-amz-copy-source-if-none-match");
        boolean failed = match.isPresent()
                ? !any(match.get(), source.etag())
                : exchange.header("x-amz-copy-source-if-unmodified-since")
                        .flatMap(ReadConditions::instant)
                        .map(modified::isAfter)
                        .orElse(false);
        failed |= none.isPresent()
                ? any(none.get(), source.etag())
                : exchange.header("x-amz-copy-source-if-modified-since")
                        .flatMap(ReadConditions::instant)
                        .map(since -> !modified.isAfter(since))
                        .orElse(false);
        if (failed) {
            throw new S3Error("PreconditionFailed", 412, "a condition on the copy's source does not hold");
        }
    }

    /**
     * That the content can be opened. Asked where an answer would tell of it without opening it: 304, 412, checksums. Costs the reading of one block, of
     * what a key of the notebook encrypts alone.
     *
     * @throws gedeon.storage.objects.Refusal KEY_DESTROYED
     */
    static void requireReadable(ObjectStore store, StoredVersion version) throws IOException {
        Encryption encryption = version.attributes().encryption();
        // What lies in an archive is not read for that: its key may be gone, and whoever restores it learns so.
        if (encryption != null
                && !version.archived()
                && !(encryption instanceof Encryption.OwnersKey)
                && version.size().value() > 0) {
            SuppliedKey none = null;
            store.read(version, 0, 1, none).close();
        }
    }

    private static Instant modified(StoredVersion version) {
        return version.created().truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean any(String given, String etag) {
        for (String one : given.split(",")) {
            String text = ObjectHeaders.unquote(one);
            if (text.equals("*") || text.equals(etag)) {
                return true;
            }
        }
        return false;
    }

    static Optional<Instant> instant(String httpDate) {
        try {
            return Optional.of(LocalDateTime.parse(httpDate.strip(), HTTP_DATE).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}

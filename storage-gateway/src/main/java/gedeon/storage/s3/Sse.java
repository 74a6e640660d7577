package gedeon.storage.s3;

import gedeon.storage.Attributes;
import gedeon.storage.Encryption;
import gedeon.storage.StoredVersion;
import gedeon.storage.encryption.SuppliedKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Server-side encryption in headers, both ways (S3 User Guide, "Protecting data with server-side encryption"): AES256 is the notebook's own key, aws:kms
 * one of its named keys, and a customer's key comes with each request and is kept nowhere.
 *
 * @param encryption asked for; null where nothing is said
 * @param key the customer's, where it is one
 */
record Sse(@Nullable Encryption encryption, @Nullable SuppliedKey key) {
    static final String KIND = "x-amz-server-side-encryption";
    static final String KMS_KEY = KIND + "-aws-kms-key-id";
    private static final String CONTEXT = KIND + "-context";
    private static final String CUSTOMER = KIND + "-customer-";
    private static final String SOURCE_CUSTOMER = "x-amz-copy-source-server-side-encryption-customer-";
    /** As the socket writes them: names never come here. */
    private static final Pattern LOOPBACK =
            Pattern.compile("127(\\.[0-9]{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)(%[a-z0-9]+)?\\]?");

    private static final String ALGORITHM = "algorithm";
    private static final String KEY = "key";
    private static final String MD5 = "key-md5";

    private static final Sse NONE = new Sse(null, null);

    /** What a write asks for. @throws S3Error InvalidArgument, InvalidRequest, NotImplemented */
    static Sse asked(Exchange exchange) {
        return asked(exchange::header);
    }

    /** The same for what is no header, as a form's fields: {@code given} finds a value by its lower-case name. */
    static Sse asked(Function<String, Optional<String>> given) {
        Optional<String> kind = given.apply(KIND);
        Optional<String> kmsKey = given.apply(KMS_KEY);
        SuppliedKey key = customer(given, CUSTOMER);
        if (kind.isEmpty()) {
            if (kmsKey.isPresent()) {
                throw S3Error.invalidArgument(KMS_KEY + " needs " + KIND + ": aws:kms");
            }
            return key == null ? NONE : new Sse(key.encryption(), key);
        }
        if (key != null) {
            throw S3Error.invalidArgument("a customer's key and " + KIND + " cannot be asked for together");
        }
        if (given.apply(CONTEXT).isPresent()) {
            throw S3Error.notImplemented("the header " + CONTEXT);
        }
        return new Sse(encryption(kind.get(), kmsKey.orElse(null)), null);
    }

    /** @throws S3Error InvalidArgument, NotImplemented */
    static Encryption encryption(String kind, @Nullable String kmsKey) {
        switch (kind) {
            case "AES256" -> {
                if (kmsKey != null) {
                    throw S3Error.invalidArgument("a key is named for aws:kms only, not for AES256");
                }
                return Encryption.NOTEBOOK_KEY;
            }
            case "aws:kms" -> {
                return new Encryption.NamedKey(name(kmsKey));
            }
            case "aws:kms:dsse" -> throw S3Error.notImplemented("encryption in two layers (aws:kms:dsse)");
            default -> throw S3Error.invalidArgument("the encryption is AES256 or aws:kms, was " + kind);
        }
    }

    /** A key's name, alone or at the end of an ARN. */
    private static String name(@Nullable String kmsKey) {
        String name = kmsKey == null || kmsKey.isBlank()
                ? Encryption.NamedKey.DEFAULT
                : kmsKey.substring(kmsKey.lastIndexOf('/') + 1);
        if (!Encryption.NamedKey.isName(name)) {
            throw new S3Error("KMS.NotFoundException", 400, "the notebook has no encryption key of that name");
        }
        return name;
    }

    /** The customer's key of a request; null where none came. */
    static @Nullable SuppliedKey customer(Exchange exchange) {
        return customer(exchange::header, CUSTOMER);
    }

    /** The customer's key of a copy's source. */
    static @Nullable SuppliedKey source(Exchange exchange) {
        return customer(exchange::header, SOURCE_CUSTOMER);
    }

    private static @Nullable SuppliedKey customer(Function<String, Optional<String>> given, String prefix) {
        Optional<String> algorithm = given.apply(prefix + ALGORITHM);
        Optional<String> key = given.apply(prefix + KEY);
        Optional<String> md5 = given.apply(prefix + MD5);
        if (algorithm.isEmpty() && key.isEmpty() && md5.isEmpty()) {
            return null;
        }
        if (algorithm.isEmpty() || key.isEmpty() || md5.isEmpty()) {
            throw S3Error.invalidArgument("a customer's key comes with its algorithm and its MD5: " + prefix + ALGORITHM
                    + ", " + KEY + " and " + MD5);
        }
        if (!algorithm.get().equals("AES256")) {
            throw new S3Error("InvalidEncryptionAlgorithmError", 400, "a customer's key is for AES256");
        }
        SuppliedKey supplied = decoded(key.get());
        if (!supplied.encryption().md5().equals(md5.get().strip())) {
            throw S3Error.invalidArgument("the MD5 sent with the customer's key is not that of the key");
        }
        return supplied;
    }

    private static SuppliedKey decoded(String key) {
        try {
            return new SuppliedKey(Base64.getDecoder().decode(key.strip()));
        } catch (IllegalArgumentException e) {
            // Without the cause: a decoder's message may quote what it could not read.
            throw S3Error.invalidArgument("a customer's key is 32 bytes in base64");
        }
    }

    /**
     * S3 takes a customer's key over TLS only. From this machine itself nobody can read it on its way, and where a proxy ends TLS the operator names it,
     * or says that keys come in clear.
     *
     * @throws S3Error InvalidRequest
     */
    static void requireCovered(Exchange exchange, boolean inClear) {
        boolean carried = exchange.header(CUSTOMER + KEY).isPresent()
                || exchange.header(SOURCE_CUSTOMER + KEY).isPresent();
        if (carried && !inClear && !exchange.secure() && !loopback(exchange.remoteAddress())) {
            throw S3Error.invalidRequest(
                    "a customer's key is taken over TLS only; where a proxy ends it, name the proxy in gedeon.s3.trusted-proxies");
        }
    }

    private static boolean loopback(String address) {
        return LOOPBACK.matcher(address).matches();
    }

    /**
     * The key that a read brings, once it fits the version: a read says nothing else of encryption.
     *
     * @throws S3Error InvalidArgument, InvalidRequest
     */
    static @Nullable SuppliedKey forRead(Exchange exchange, StoredVersion version) {
        if (exchange.header(KIND).isPresent() || exchange.header(KMS_KEY).isPresent()) {
            throw S3Error.invalidArgument(KIND + " is for writing; a read says nothing of it");
        }
        return fitting(customer(exchange), version.attributes());
    }

    /** The key for a copy's source, once it fits. */
    static @Nullable SuppliedKey forSource(Exchange exchange, StoredVersion version) {
        return fitting(source(exchange), version.attributes());
    }

    /** The key for a part or the end of an upload, once it is the one that the upload was begun with. */
    static @Nullable SuppliedKey forUpload(Exchange exchange, Attributes upload) {
        return fitting(customer(exchange), upload);
    }

    private static @Nullable SuppliedKey fitting(@Nullable SuppliedKey key, Attributes attributes) {
        if (attributes.encryption() instanceof Encryption.OwnersKey owners) {
            if (key == null) {
                throw S3Error.invalidRequest(
                        "this is encrypted with a key that its owner keeps; send the one it was begun with");
            }
            if (!key.encryption().equals(owners)) {
                throw S3Error.invalidRequest("this was encrypted with another key than the one sent");
            }
        } else if (key != null) {
            throw S3Error.invalidRequest("a customer's key was sent for what is not encrypted with one");
        }
        return key;
    }

    /** What an answer says. */
    static void write(Map<String, String> headers, @Nullable Encryption encryption) {
        switch (encryption) {
            case null -> {}
            case Encryption.NotebookKey own -> headers.put(KIND, own.text());
            case Encryption.NamedKey named -> {
                headers.put(KIND, "aws:kms");
                headers.put(KMS_KEY, named.name());
            }
            case Encryption.OwnersKey owners -> {
                headers.put(CUSTOMER + ALGORITHM, "AES256");
                headers.put(CUSTOMER + MD5, owners.md5());
            }
        }
    }
}

package gedeon.storage;

import java.util.regex.Pattern;

/** How the bytes of a version are encrypted, as the version shows it. The text is what rows and events keep; no secret is in it. */
public sealed interface Encryption {
    /** Under the notebook's own key (S3: {@code AES256}). */
    NotebookKey NOTEBOOK_KEY = new NotebookKey();

    String text();

    /** Under the notebook's own key. */
    record NotebookKey() implements Encryption {
        @Override
        public String text() {
            return "AES256";
        }
    }

    /** Under a key of the notebook that has a name (S3: {@code aws:kms}). */
    record NamedKey(String name) implements Encryption {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

        /** The name taken where a request gives none; such a key is made on first use. */
        public static final String DEFAULT = "default";

        public NamedKey {
            if (!isName(name)) {
                throw new IllegalArgumentException(
                        "a key's name has 1 to 64 of A-Z, a-z, 0-9, '-' and '_', was \"" + name + "\"");
            }
        }

        public static boolean isName(String text) {
            return NAME.matcher(text).matches();
        }

        @Override
        public String text() {
            return "aws:kms/" + name;
        }
    }

    /**
     * Under a key that its owner sends with each request and that is kept nowhere (S3: SSE-C).
     *
     * @param md5 of the key, in base64: what requests are compared by
     */
    record OwnersKey(String md5) implements Encryption {
        @Override
        public String text() {
            return "SSE-C/" + md5;
        }
    }

    /** @throws IllegalArgumentException where it is none of {@link #text} */
    static Encryption parse(String text) {
        if (text.equals("AES256")) {
            return NOTEBOOK_KEY;
        }
        if (text.startsWith("aws:kms/")) {
            return new NamedKey(text.substring("aws:kms/".length()));
        }
        if (text.startsWith("SSE-C/")) {
            return new OwnersKey(text.substring("SSE-C/".length()));
        }
        throw new IllegalArgumentException("not an encryption: \"" + text + "\"");
    }
}

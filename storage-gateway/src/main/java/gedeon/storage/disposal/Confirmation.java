package gedeon.storage.disposal;

import org.jspecify.annotations.Nullable;

/** What is disposed of cannot be brought back: whoever lets it go writes the name of its bucket again. */
public final class Confirmation {
    private Confirmation() {}

    /**
     * Asked by whoever takes the order, once the right to give it stands.
     *
     * @param written by a person or a program; spaces around it are passed over
     * @throws Missing unless it is the bucket's name
     */
    public static void require(String bucket, @Nullable String written) {
        if (written == null || !written.strip().equals(bucket)) {
            throw new Missing(bucket);
        }
    }

    /** The name was not written, or another one was. */
    public static final class Missing extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Missing(String bucket) {
            super("write the bucket's name, " + bucket
                    + ", in \"confirm\": what is disposed of cannot be brought back");
        }
    }
}

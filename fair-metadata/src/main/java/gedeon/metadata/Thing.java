package gedeon.metadata;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An experiment, a protocol version, a software version, a sample or a person.
 *
 * @param version of a protocol or software; empty for the others
 * @param url where a person reads on: the page in the lab notebook, the protocol's page
 * @param identifier ORCID of a person, SWHID of software, the sample's own identifier
 * @param origin {@code person} where somebody typed it, else the connector's name
 * @param originId its id there
 */
public record Thing(
        long id,
        ThingKind kind,
        @Nullable Integer notebook,
        String name,
        String version,
        @Nullable String title,
        @Nullable String url,
        @Nullable String identifier,
        @Nullable String email,
        String origin,
        @Nullable String originId,
        Instant created) {
    /** How links name it: with the version where there is one. */
    public String label() {
        return version.isEmpty() ? name : name + " " + version;
    }

    /** What is known of a thing before it has an id. */
    public record Draft(
            ThingKind kind,
            @Nullable Integer notebook,
            String name,
            String version,
            @Nullable String title,
            @Nullable String url,
            @Nullable String identifier,
            @Nullable String email) {
        public Draft {
            name = Names.required(kind.word(), name);
            if (kind.ofNotebook() != (notebook != null)) {
                throw new IllegalArgumentException(
                        kind.ofNotebook()
                                ? "a " + kind.word() + " belongs to a notebook; name one"
                                : "a " + kind.word() + " belongs to no notebook");
            }
            version = version.strip();
            if (kind == ThingKind.PERSON && identifier != null) {
                identifier = Orcid.checked(identifier);
            }
            url = Names.webAddress(url);
        }

        public static Draft of(ThingKind kind, @Nullable Integer notebook, String name) {
            return new Draft(kind, notebook, name, "", null, null, null, null);
        }
    }
}

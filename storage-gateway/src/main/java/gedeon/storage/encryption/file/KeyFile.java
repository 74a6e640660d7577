package gedeon.storage.encryption.file;

import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file of one generation: whose key it is and the key itself, wrapped under the master key that it names. Which generation it is, is authenticated: a
 * file under another name does not open.
 */
record KeyFile(KeyRef ref, Instant created, String master, byte[] wrapped) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FORMAT = 1;

    static KeyFile of(KeyRef ref, Instant created, byte[] key, MasterKey master) {
        return new KeyFile(ref, created, master.id(), master.secrets().wrap(key, associated(ref)));
    }

    byte[] open(MasterKeys masters) throws IOException {
        MasterKey under = masters.byId(master)
                .orElseThrow(() -> new IOException(ref + " is wrapped under the master key " + master
                        + ", which is not here; give it back, as GEDEON_MASTER_KEY_PREVIOUS or as its file"));
        try {
            return under.secrets().unwrap(wrapped, associated(ref));
        } catch (IllegalStateException e) {
            throw new IOException("the file of " + ref + " does not open; put it back from a copy", e);
        }
    }

    private static byte[] associated(KeyRef ref) {
        return ("gedeon notebook key " + ref.key().notebook() + " " + ref.key().name() + " " + ref.generation())
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return (JSON.writeValueAsString(JSON.createObjectNode()
                                .put("format", FORMAT)
                                .put("notebook", ref.key().notebook())
                                .put("key", ref.key().name())
                                .put("generation", ref.generation())
                                .put("created", created.toString())
                                .put("master", master)
                                .put("wrapped", Base64.getEncoder().encodeToString(wrapped)))
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static KeyFile read(java.nio.file.Path file) throws IOException {
        String text = java.nio.file.Files.readString(file);
        try {
            JsonNode all = JSON.readTree(text);
            if (all.path("format").asInt() != FORMAT) {
                throw new IOException(file + " has a form that this version does not know");
            }
            return new KeyFile(
                    new KeyRef(
                            new KeyName(
                                    all.path("notebook").asInt(),
                                    all.path("key").asString()),
                            all.path("generation").asInt()),
                    Instant.parse(all.path("created").asString()),
                    all.path("master").asString(),
                    Base64.getDecoder().decode(all.path("wrapped").asString()));
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException(file + " is no key file; put it back from a copy", e);
        }
    }
}

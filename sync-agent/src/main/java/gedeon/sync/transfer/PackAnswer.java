package gedeon.sync.transfer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import gedeon.sync.journal.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the server says of a pack that it stored: its objects, in the order in which they came. */
@JsonIgnoreProperties(ignoreUnknown = true)
record PackAnswer(List<Stored> objects) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One object. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Stored(
            String key,
            @Nullable String versionId,
            @Nullable String sha256) {}

    /** The files of a pack as they are stored; empty where this is no answer to it. */
    static Optional<List<StoredFile>> read(byte[] json, List<Pack.Packed> files) {
        List<Stored> objects;
        try {
            objects = JSON.readValue(json, PackAnswer.class).objects();
        } catch (JacksonException e) {
            return Optional.empty();
        }
        if (objects == null || objects.size() != files.size()) {
            return Optional.empty();
        }
        List<StoredFile> stored = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Pack.Packed file = files.get(i);
            Stored object = objects.get(i);
            if (!file.parcel().key().equals(object.key()) || !file.sha256().equals(object.sha256())) {
                return Optional.empty();
            }
            stored.add(new StoredFile(
                    file.parcel().file().path(),
                    file.parcel().key(),
                    object.versionId(),
                    file.parcel().size(),
                    file.sha256(),
                    file.parcel().file().state().modified()));
        }
        return Optional.of(stored);
    }
}

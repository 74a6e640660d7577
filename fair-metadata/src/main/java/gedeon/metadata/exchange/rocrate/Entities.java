package gedeon.metadata.exchange.rocrate;

import gedeon.metadata.exchange.rocrate.Rows.FileRow;
import gedeon.metadata.exchange.rocrate.Rows.ThingRow;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the entities of a crate, one a line, flat. */
final class Entities {
    static final String DESCRIPTOR = "ro-crate-metadata.json";
    static final String NO_LICENCE = "#no-licence";

    private final JsonGenerator json;

    Entities(JsonGenerator json) {
        this.json = json;
    }

    void begin() {
        json.writeStartObject();
        json.writeStringProperty("@context", "https://w3id.org/ro/crate/1.2/context");
        json.writeArrayPropertyStart("@graph");
        open(DESCRIPTOR, "CreativeWork");
        reference("conformsTo", "https://w3id.org/ro/crate/1.2");
        reference("about", "./");
        close();
        open(NO_LICENCE, "CreativeWork");
        json.writeStringProperty("name", "No licence stated");
        json.writeStringProperty(
                "description",
                "The notebook states no licence: all rights are its owners'. Ask them before you use this data elsewhere.");
        close();
    }

    void end() {
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw("\n");
    }

    void open(String id, String type) {
        json.writeRaw("\n");
        json.writeStartObject();
        json.writeStringProperty("@id", id);
        json.writeStringProperty("@type", type);
    }

    void close() {
        json.writeEndObject();
    }

    void text(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    void time(String name, @Nullable OffsetDateTime moment) {
        if (moment != null) {
            json.writeStringProperty(
                    name, moment.toInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    void reference(String name, String id) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("@id", id);
        json.writeEndObject();
    }

    /** Nothing for none, an object for one, an array for several. */
    void references(String name, Collection<String> ids) {
        if (ids.size() == 1) {
            reference(name, ids.iterator().next());
        } else if (!ids.isEmpty()) {
            openReferences(name);
            ids.forEach(this::listed);
            closeReferences();
        }
    }

    void openReferences(String name) {
        json.writeArrayPropertyStart(name);
    }

    void listed(String id) {
        json.writeStartObject();
        json.writeStringProperty("@id", id);
        json.writeEndObject();
    }

    void closeReferences() {
        json.writeEndArray();
    }

    /** What is said of each file; size is text, as RO-Crate has it. */
    void file(FileRow file) {
        text("contentSize", String.valueOf(file.size()));
        if (file.sha256() != null) {
            text("sha256", HexFormat.of().formatHex(file.sha256()));
        }
        time("dateModified", file.modified());
    }

    /** A number stays one. */
    void value(String value, boolean number) {
        if (number) {
            try {
                json.writeNumberProperty("value", new BigDecimal(value));
                return;
            } catch (NumberFormatException e) {
                // text then
            }
        }
        json.writeStringProperty("value", value);
    }

    static String idOf(String kind, String target, @Nullable String identifier) {
        return kind.equals("person") && identifier != null
                ? "https://orcid.org/" + identifier
                : "#" + kind + "-" + target;
    }

    /** Something that datasets are tied to. */
    void thing(ThingRow thing) {
        open(
                idOf(thing.kind(), thing.id(), thing.identifier()),
                switch (thing.kind()) {
                    case "person" -> "Person";
                    case "instrument" -> "IndividualProduct";
                    case "software" -> "SoftwareApplication";
                    case "protocol" -> "HowTo";
                    case "experiment" -> "CreativeWork";
                    default -> "Thing";
                });
        text("name", thing.name());
        text("version", thing.version());
        text("url", thing.url());
        switch (thing.kind()) {
            case "person" -> {}
            case "instrument" -> {
                text("model", thing.title());
                text("manufacturer", thing.maker());
                text("serialNumber", thing.serial());
                text("identifier", thing.identifier());
            }
            default -> {
                text("description", thing.title());
                text("identifier", thing.identifier());
                if (thing.kind().equals("experiment")) {
                    text("genre", "experiment");
                }
            }
        }
        close();
    }
}

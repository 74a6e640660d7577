package gedeon.server.connectors.labguru;

import gedeon.metadata.Instrument;
import gedeon.metadata.Instruments;
import gedeon.metadata.Orcid;
import gedeon.metadata.Thing;
import gedeon.metadata.ThingKind;
import gedeon.metadata.Things;
import gedeon.storage.notebooks.Notebooks;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries of a Labguru into the catalogue. Titles there are not unique: the second of a name gets its number behind. What a person typed under the name is
 * taken over by {@link Things#sync}; what vanished there stays here.
 */
final class Keeper {
    private final Things things;
    private final Instruments instruments;
    private final Connector connector;
    private final Problems problems;

    Keeper(Things things, Instruments instruments, Connector connector, Problems problems) {
        this.things = things;
        this.instruments = instruments;
        this.connector = connector;
        this.problems = problems;
    }

    /** @throws IllegalArgumentException where the entry cannot be kept */
    void keep(Kind kind, Item item) {
        switch (kind) {
            case EXPERIMENTS -> experiment(item);
            case PROTOCOLS -> protocol(item);
            case INSTRUMENTS -> instrument(item);
            case PERSONS -> person(item);
        }
    }

    private void experiment(Item item) {
        String title = required(item, "title", "name");
        String name = item.text("sys_id").orElse(title);
        sync(
                item,
                item.originId(Kind.EXPERIMENTS),
                new Thing.Draft(
                        ThingKind.EXPERIMENT,
                        connector.notebook(),
                        name,
                        "",
                        title,
                        page(Kind.EXPERIMENTS, item),
                        null,
                        null));
    }

    private void protocol(Item item) {
        String name = required(item, "name", "title");
        String version = item.text("version", "version_number").orElse("");
        String origin = item.originId(Kind.PROTOCOLS);
        sync(
                item,
                version.isEmpty() ? origin : origin + "/" + version, // a version is a thing of its own; older ones stay
                new Thing.Draft(
                        ThingKind.PROTOCOL,
                        connector.notebook(),
                        name,
                        version,
                        name,
                        page(Kind.PROTOCOLS, item),
                        null,
                        null));
    }

    private void person(Item item) {
        String name = item.text("name", "full_name")
                .or(() -> item.text("first_name")
                        .flatMap(first -> item.text("last_name").map(last -> first + " " + last)))
                .orElseThrow(() -> new IllegalArgumentException("it has no name"));
        sync(
                item,
                item.originId(Kind.PERSONS),
                new Thing.Draft(
                        ThingKind.PERSON,
                        null,
                        name,
                        "",
                        null,
                        null,
                        orcid(item),
                        item.text("email").orElse(null)));
    }

    private @Nullable String orcid(Item item) {
        Optional<String> given = item.text("orcid", "orcid_id");
        try {
            return given.map(Orcid::checked).orElse(null);
        } catch (IllegalArgumentException e) {
            problems.add(item.label(Kind.PERSONS), "the ORCID was left out: " + e.getMessage());
            return null;
        }
    }

    private void instrument(Item item) {
        Instrument.Draft draft = new Instrument.Draft(
                connector.notebook(),
                required(item, "name", "title"),
                item.text("model", "model_number").orElse(null),
                item.text("manufacturer", "company").orElse(null),
                item.text("serial_number", "serial").orElse(null),
                item.text("pid").orElse(null));
        String origin = item.originId(Kind.INSTRUMENTS);
        try {
            instruments.sync(connector.name(), origin, draft);
        } catch (Notebooks.NameTaken e) {
            instruments.sync(
                    connector.name(),
                    origin,
                    new Instrument.Draft(
                            draft.notebook(),
                            numbered(draft.name(), item),
                            draft.model(),
                            draft.manufacturer(),
                            draft.serial(),
                            draft.pid()));
        }
    }

    private void sync(Item item, String originId, Thing.Draft draft) {
        if (anotherHolds(originId, draft)) {
            things.sync(connector.name(), originId, renamed(draft, numbered(draft.name(), item)));
            return;
        }
        try {
            things.sync(connector.name(), originId, draft);
        } catch (Notebooks.NameTaken e) {
            things.sync(connector.name(), originId, renamed(draft, numbered(draft.name(), item)));
        }
    }

    private boolean anotherHolds(String originId, Thing.Draft draft) {
        String label = draft.version().isEmpty() ? draft.name() : draft.name() + " " + draft.version();
        return things.find(draft.kind(), connector.notebook(), label)
                .filter(held ->
                        held.name().equals(draft.name()) && held.version().equals(draft.version()))
                .filter(held -> held.origin().equals("person")
                        ? differ(held.identifier(), draft.identifier())
                        : !held.origin().equals(connector.name()) || !originId.equals(held.originId()))
                .isPresent();
    }

    /** Two people of one name, each with an ORCID. */
    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !one.equals(other);
    }

    private static String numbered(String name, Item item) {
        return name + " #" + item.id();
    }

    private static Thing.Draft renamed(Thing.Draft draft, String name) {
        return new Thing.Draft(
                draft.kind(),
                draft.notebook(),
                name,
                draft.version(),
                draft.title(),
                draft.url(),
                draft.identifier(),
                draft.email());
    }

    private static String required(Item item, String... names) {
        return item.text(names).orElseThrow(() -> new IllegalArgumentException("it has no " + names[0]));
    }

    /** Where people read on: the address it names, else the usual one. A link to another server is not taken over. */
    private String page(Kind kind, Item item) {
        return item.text("url", "web_url")
                .flatMap(link -> connector.address().page(link))
                .or(() -> connector.address().page("knowledge/" + kind.path() + "/" + item.id()))
                .map(URI::toString)
                .orElse(connector.address().toString());
    }
}

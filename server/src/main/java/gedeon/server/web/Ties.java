package gedeon.server.web;

import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.metadata.Instrument;
import gedeon.metadata.Thing;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a dataset is tied to, with what is known of each thing. */
@Component
class Ties {
    private final Catalogue catalogue;

    Ties(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * @param about what tells it from others: model and serial number, title, identifier
     * @param href where a person reads on; empty where nowhere
     * @param outside whether that is another site
     */
    record Tie(String relation, String kind, String name, String about, String origin, String href, boolean outside) {}

    List<Tie> of(Dataset dataset) {
        return dataset.links().stream().map(this::tie).toList();
    }

    private Tie tie(Dataset.Link link) {
        if (link.kind().equals("dataset")) {
            return tie(link, "", "/datasets/" + link.target(), false);
        }
        Optional<Long> id = number(link.target());
        if (link.kind().equals("instrument")) {
            return id.flatMap(known -> catalogue.instruments().find(Math.toIntExact(known)))
                    .map(instrument -> tie(link, about(instrument), "", false))
                    .orElseGet(() -> tie(link, "", "", false));
        }
        return id.flatMap(catalogue.things()::find)
                .map(thing -> tie(link, about(thing), address(thing), true))
                .orElseGet(() -> tie(link, "", "", false));
    }

    private static Tie tie(Dataset.Link link, String about, String href, boolean outside) {
        return new Tie(link.relation(), link.kind(), link.name(), about, link.origin(), href, outside);
    }

    private static String about(Instrument instrument) {
        return joined(instrument.manufacturer(), instrument.model(), instrument.serial(), instrument.pid());
    }

    private static String about(Thing thing) {
        return joined(thing.title(), thing.identifier());
    }

    private static String joined(@Nullable String... parts) {
        return Stream.of(parts)
                .filter(Objects::nonNull)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" · "));
    }

    /** Its page; for a person with an ORCID, that. */
    private static String address(Thing thing) {
        String url = thing.url();
        String identifier = thing.identifier();
        if (url != null) {
            return url;
        }
        return switch (thing.kind()) {
            case PERSON -> identifier == null ? "" : "https://orcid.org/" + identifier;
            case EXPERIMENT, PROTOCOL, SOFTWARE, SAMPLE -> "";
        };
    }

    private static Optional<Long> number(String target) {
        try {
            return Optional.of(Long.valueOf(target));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

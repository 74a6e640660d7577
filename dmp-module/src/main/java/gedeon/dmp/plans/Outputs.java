package gedeon.dmp.plans;

import gedeon.dmp.Output;
import gedeon.dmp.exchange.madmp.PlannedVolume;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a plan's outputs from a document in 1.2 form. What stands there in another form counts as not said. */
final class Outputs {
    private static final List<String> WIDEST = List.of("open", "shared", "closed");

    private static final int MOST_NAME = 1000;

    private Outputs() {}

    static List<Output> of(JsonNode plan) {
        List<Output> outputs = new ArrayList<>();
        List<PlannedVolume> volumes = PlannedVolume.perDataset(plan);
        Set<String> keys = new HashSet<>();
        for (JsonNode dataset : plan.path("dmp").path("dataset")) {
            PlannedVolume volume = volumes.get(outputs.size());
            String place = "dataset/" + outputs.size();
            String key = named(volume) && !keys.contains(volume.identifier()) ? volume.identifier() : place;
            keys.add(key);
            outputs.add(new Output(
                    key,
                    title(volume, place),
                    text(dataset, "type"),
                    sized(dataset) ? volume.volume() : null,
                    volume.complete(),
                    commitments(dataset)));
        }
        return List.copyOf(outputs);
    }

    /** An identifier that an index cannot hold names nothing. */
    private static boolean named(PlannedVolume volume) {
        return !volume.identifier().isBlank() && volume.identifier().length() <= MOST_NAME;
    }

    private static String title(PlannedVolume volume, String place) {
        return !volume.title().isBlank() ? volume.title() : volume.identifier().isBlank() ? place : volume.identifier();
    }

    private static boolean sized(JsonNode dataset) {
        return parts(dataset, "distribution").anyMatch(one -> {
            JsonNode size = one.path("byte_size");
            return size.isIntegralNumber() && size.bigIntegerValue().signum() >= 0;
        });
    }

    private static Output.Commitments commitments(JsonNode dataset) {
        List<JsonNode> copies = parts(dataset, "distribution").toList();
        List<JsonNode> licences =
                copies.stream().flatMap(copy -> parts(copy, "license")).toList();
        Set<String> access = new HashSet<>();
        copies.forEach(copy -> access.add(copy.path("data_access").asString("")));
        return new Output.Commitments(
                WIDEST.stream().filter(access::contains).findFirst().orElse(null),
                day(dataset, "issued"),
                copies.stream()
                        .flatMap(copy -> Stream.ofNullable(day(copy, "available_until")))
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                licences.stream()
                        .flatMap(licence -> Stream.ofNullable(day(licence, "start_date")))
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                licences.stream()
                        .flatMap(licence -> Stream.ofNullable(text(licence, "license_ref")))
                        .distinct()
                        .toList(),
                copies.stream()
                        .flatMap(copy -> parts(copy, "format"))
                        .map(format -> format.asString(""))
                        .filter(format -> !format.isBlank())
                        .distinct()
                        .toList(),
                text(dataset, "personal_data"),
                text(dataset, "sensitive_data"));
    }

    private static Stream<JsonNode> parts(JsonNode owner, String key) {
        return StreamSupport.stream(owner.path(key).spliterator(), false);
    }

    private static @Nullable String text(JsonNode owner, String key) {
        String text = owner.path(key).asString("");
        return text.isBlank() ? null : text;
    }

    private static @Nullable LocalDate day(JsonNode owner, String key) {
        try {
            String text = owner.path(key).asString("");
            return text.isBlank() || text.length() > 10 ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null; // the validator names it
        }
    }
}

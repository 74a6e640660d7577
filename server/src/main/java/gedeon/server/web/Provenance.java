package gedeon.server.web;

import gedeon.dmp.Plan;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.server.web.ProvenancePicture.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Draws the activity that generated a dataset (PROV): what it used and who did it, itself, what it made. */
@Component
class Provenance {
    private static final int MOST = 7;

    private final Catalogue catalogue;
    private final MessageSource words;

    Provenance(Catalogue catalogue, MessageSource words) {
        this.catalogue = catalogue;
        this.words = words;
    }

    ProvenancePicture picture(Dataset dataset, List<Ties.Tie> ties, @Nullable Plan plan, Locale locale) {
        List<Node> used = new ArrayList<>();
        for (Ties.Tie tie : ties.subList(0, ties.size() > MOST ? MOST - 1 : ties.size())) {
            used.add(new Node(kind(tie.kind(), locale), tie.name()));
        }
        if (ties.size() > MOST) {
            used.add(new Node("", words.getMessage("provenance.more", new Object[] {ties.size() - MOST + 1}, locale)));
        }
        return ProvenancePicture.of(
                used,
                activity(dataset, locale),
                new Node(kind("dataset", locale), dataset.name()),
                plan == null ? null : new Node(kind("plan", locale), plan.title()));
    }

    private Node activity(Dataset dataset, Locale locale) {
        Dataset.Activity activity = catalogue.datasets().provenance(dataset.id()).stream()
                .findFirst()
                .orElse(null);
        if (activity == null) {
            return new Node("", kind("activity", locale));
        }
        Instant at = activity.started() == null ? activity.ended() : activity.started();
        return new Node(
                String.valueOf(words.getMessage("activity." + activity.type(), null, activity.type(), locale)),
                at == null ? "" : Moment.of(at, locale).text() + " UTC");
    }

    private String kind(String kind, Locale locale) {
        return String.valueOf(words.getMessage("kind." + kind, null, kind, locale));
    }
}

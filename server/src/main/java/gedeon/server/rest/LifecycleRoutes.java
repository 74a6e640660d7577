package gedeon.server.rest;

import gedeon.client.wire.LifecycleBody;
import gedeon.server.security.Access;
import gedeon.storage.lifecycle.KeptBack;
import gedeon.storage.lifecycle.LifecycleReports;
import gedeon.storage.lifecycle.LifecycleReports.Report;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What became of the S3 lifecycle of a bucket, and what outranked it. */
@RestController
@RequestMapping("/api/v1")
class LifecycleRoutes {
    private final LifecycleReports reports;
    private final Access access;

    LifecycleRoutes(LifecycleReports reports, Access access) {
        this.reports = reports;
        this.access = access;
    }

    @GetMapping("/buckets/{bucket}/lifecycle")
    LifecycleBody lifecycle(@AuthenticationPrincipal Principal who, @PathVariable String bucket) {
        Bucket found = access.bucket(who, Act.LIST_OBJECTS, bucket);
        long rules = reports.enabled(found);
        Optional<Report> report = rules == 0 ? Optional.empty() : reports.of(found.id());
        List<LifecycleBody.Kept> kept = new ArrayList<>();
        List<LifecycleBody.Example> examples = new ArrayList<>();
        for (KeptBack.Why why : KeptBack.Why.values()) {
            report.map(one -> one.kept().reasons().get(why)).ifPresent(one -> {
                String word = why.name().toLowerCase(Locale.ROOT);
                kept.add(new LifecycleBody.Kept(word, one.versions(), one.bytes()));
                one.examples()
                        .forEach(each ->
                                examples.add(new LifecycleBody.Example(word, each.key(), each.version(), each.said())));
            });
        }
        return new LifecycleBody(
                found.name(),
                rules,
                report.map(Report::walked).orElse(null),
                report.map(Report::due).orElse(null),
                kept,
                examples);
    }
}

package gedeon.sync.verify;

import gedeon.client.GedeonClient;
import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.ReceiptBody;
import gedeon.client.wire.VerdictBody;
import gedeon.sync.journal.Outstanding;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.Candidate;
import gedeon.sync.scan.WatchedSource;
import gedeon.sync.settle.Verdict;
import java.time.Instant;
import java.util.List;

/** Tells the server that an acquisition is whole and asks for its receipt. The same declaration again stands as it stood. */
public final class Declaration {
    private final GedeonClient client;

    public Declaration(GedeonClient client) {
        this.client = client;
    }

    /** Declares; throws what the client throws if the server refuses or is silent. */
    public ReceiptBody receipt(WatchedSource source, Candidate candidate, Verdict verdict, List<StoredFile> files) {
        return client.agent().declare(manifest(source, candidate, verdict, files));
    }

    /** How what was declared stands by now; throws what the client throws. */
    public ReceiptBody standing(Outstanding outstanding) {
        return client.agent().receipt(outstanding.dataset(), outstanding.number());
    }

    static ManifestBody manifest(WatchedSource source, Candidate candidate, Verdict verdict, List<StoredFile> files) {
        Instant first = candidate.firstChange();
        Instant last = candidate.lastChange();
        return new ManifestBody(
                source.name(),
                candidate.name(),
                new VerdictBody(verdict.rule(), verdict.confidence(), verdict.provisional()),
                // The file left alone longest was written first: the nearest that file times tell about the start.
                first.isBefore(last) ? first : null,
                last,
                null,
                source.experiment(),
                files.stream()
                        .map(file -> new ManifestFile(
                                file.path(), file.key(), file.version(), file.size(), file.sha256(), file.modified()))
                        .toList());
    }
}

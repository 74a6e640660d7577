package gedeon.sync.verify;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.wire.AcquisitionBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.OpenUploadBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.VerdictBody;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.OpenUpload;
import gedeon.sync.journal.Progress;
import gedeon.sync.journal.StoredFile;
import gedeon.sync.scan.FileState;
import gedeon.sync.scan.FoundFile;
import gedeon.sync.scan.Print;
import gedeon.sync.settle.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills a journal that is new or was damaged with what the server keeps for this agent: receipts with the files they are for, and uploads that were begun. So
 * nothing is sent twice when a disk was replaced or an agent is enrolled anew. May be cut off at any time and begins again then. {@link #upload} is thread-safe.
 */
public final class Recovery {
    private final GedeonClient client;
    private final Progress progress;
    private final Map<String, OpenUploadBody> uploads = new ConcurrentHashMap<>();

    public Recovery(GedeonClient client, Progress progress) {
        this.client = client;
        this.progress = progress;
    }

    /**
     * Takes over what is not known yet; how many acquisitions that were. Throws what the client throws where the server is away.
     */
    public int run() {
        int taken = 0;
        try {
            @Nullable String after = null;
            do {
                Page<AcquisitionBody> page = client.agent().acquisitions(after);
                for (AcquisitionBody one : page.items()) {
                    taken += take(one) ? 1 : 0;
                }
                progress.force();
                after = page.next();
            } while (after != null);
            client.agent().uploads().items().forEach(upload -> uploads.put(upload.key(), upload));
        } catch (ProblemException e) {
            if (e.status() != 404 && e.status() != 405) {
                throw e;
            }
            // A server older than this agent keeps nothing that could be asked for.
        }
        progress.complete();
        return taken;
    }

    private boolean take(AcquisitionBody told) {
        String receipt = told.receipt();
        VerdictBody verdict = told.verdict();
        boolean known =
                progress.known(told.source(), told.name()).map(Known::receipt).isPresent();
        if (known || receipt == null || verdict == null) {
            return false;
        }
        List<StoredFile> files = files(told);
        if (files.size() != told.count()) {
            return false;
        }
        Print print = new Print();
        for (StoredFile file : files) {
            print.add(file.path(), new FileState(file.size(), file.modified(), ""));
        }
        progress.recovered(
                told.source(),
                told.name(),
                print.hex(),
                new Verdict(verdict.rule(), verdict.confidence(), verdict.provisional()),
                told.dataset(),
                receipt,
                files);
        return true;
    }

    private List<StoredFile> files(AcquisitionBody told) {
        List<StoredFile> files = new ArrayList<>();
        if (told.files().size() == told.count()) {
            told.files().forEach(file -> files.add(stored(file)));
            return files;
        }
        @Nullable String after = null;
        do {
            Page<ManifestFile> page = client.agent().files(told.dataset(), after);
            page.items().forEach(file -> files.add(stored(file)));
            after = page.next();
        } while (after != null);
        return files;
    }

    private static StoredFile stored(ManifestFile file) {
        return new StoredFile(file.path(), file.key(), file.version(), file.size(), file.sha256(), file.modified());
    }

    /** An upload of this file that was begun before the journal was lost: parts that it has and that are as here are not sent again. */
    public Optional<OpenUpload> upload(FoundFile file, String key) {
        OpenUploadBody begun = uploads.remove(key);
        if (begun == null
                || begun.partSize() <= 0
                || begun.modified() == null
                || !file.state().sameContent(file.state().size(), begun.modified())) {
            return Optional.empty();
        }
        return Optional.of(new OpenUpload(
                file.path(),
                key,
                begun.uploadId(),
                begun.partSize(),
                file.state().size(),
                file.state().modified()));
    }
}

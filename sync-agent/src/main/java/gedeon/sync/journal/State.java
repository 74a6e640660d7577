package gedeon.sync.journal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is known of one acquisition, as its records tell one after the other. */
final class State {
    private Known known;
    private boolean looked;
    private boolean undeclared;
    private final Map<String, OpenUpload> uploads = new LinkedHashMap<>();
    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    State(String source, String name, Instant seenAt) {
        known = Known.seen(source, name, seenAt);
    }

    Known known() {
        return known;
    }

    /** Something was stored since the last receipt. */
    boolean undeclared() {
        return undeclared;
    }

    /** It was read again since the last receipt. */
    boolean looked() {
        return looked;
    }

    boolean is(String source, String name) {
        return known.source().equals(source) && known.name().equals(name);
    }

    Map<String, OpenUpload> uploads() {
        return uploads;
    }

    Map<String, StoredFile> files() {
        return files;
    }

    void apply(Entry entry) {
        // Release 17: no pattern switch yet.
        if (entry instanceof Entry.Settled settled) {
            known = known.settled(settled.content(), settled.verdict());
        } else if (entry instanceof Entry.UploadOpened opened) {
            uploads.put(opened.upload().path(), opened.upload());
        } else if (entry instanceof Entry.UploadDropped dropped) {
            uploads.remove(dropped.path());
        } else if (entry instanceof Entry.Stored stored) {
            undeclared = true;
            stored.files().forEach(file -> {
                uploads.remove(file.path());
                files.put(file.path(), file);
            });
        } else if (entry instanceof Entry.Declared declared) {
            known = known.declared(declared.outstanding());
        } else if (entry instanceof Entry.Received received) {
            uploads.clear();
            looked = false;
            undeclared = false;
            known = known.received(
                    received.content(), received.dataset(), received.receipt(), received.at(), received.bytes());
        } else if (entry instanceof Entry.Reopened) {
            known = known.reopened();
        } else if (entry instanceof Entry.Looked) {
            looked = true;
        } else if (entry instanceof Entry.Doubted doubted) {
            files.remove(doubted.path());
            known = known.doubted();
        } else if (entry instanceof Entry.Troubled troubled) {
            known = known.troubled(troubled.reason());
        } else if (entry instanceof Entry.Snapshot snapshot) {
            known = snapshot.known();
            looked = snapshot.looked();
            undeclared = snapshot.undeclared();
            snapshot.uploads().forEach(upload -> uploads.put(upload.path(), upload));
        }
    }

    /** As a record's head tells it. */
    Head head(int source, long id, long previous) {
        Instant received = known.receivedAt();
        String content = known.receivedContent();
        Instant since = known.unsent() || received == null ? known.seenAt() : received;
        boolean provisional = known.receipt() != null
                && known.verdict() != null
                && known.verdict().provisional();
        return new Head(
                false,
                false,
                known.unsent(),
                provisional,
                provisional && content != null && !looked,
                source,
                id,
                print(content),
                previous,
                since.getEpochSecond(),
                known.receipt() == null ? 0 : known.bytes());
    }

    /** Its first half; 0 for none, and for nothing else. */
    static long print(@Nullable String content) {
        if (content == null) {
            return 0;
        }
        long half;
        try {
            half = Long.parseUnsignedLong(content, 0, Math.min(16, content.length()), 16);
        } catch (NumberFormatException e) {
            half = content.hashCode();
        }
        return half == 0 ? 1 : half;
    }
}

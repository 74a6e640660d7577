package gedeon.sync.transfer;

import gedeon.sync.journal.OpenUpload;
import gedeon.sync.scan.FoundFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way into the bucket for one file. Blocks until the outcome is known; may be called by several threads for different files. */
public interface Transport {
    /**
     * Sends the file as it was found. {@code unfinished}: an upload that was begun earlier for the same content, taken up where the server's
     * list of parts ends. {@code log} hears of an upload that is begun before its first byte goes, so that it can be taken up after a crash.
     */
    Sent send(FoundFile file, String key, @Nullable OpenUpload unfinished, UploadLog log);

    /**
     * Sends small files, together where the way carries several at once: what became of each, in the same order. One that moved, or is refused, costs the others
     * nothing.
     */
    default List<Sent> sendTogether(List<Parcel> parcels, UploadLog log) {
        return OneByOne.of(parcels, Map.of(), parcel -> send(parcel.file(), parcel.key(), null, log));
    }

    /** Hears of multipart uploads, and says in whose room they go. */
    interface UploadLog {
        /** The server's name for the room that was reserved for the file's acquisition; null where none was. */
        default @Nullable String reservation() {
            return null;
        }

        void opened(OpenUpload upload);

        void dropped(String path);
    }
}

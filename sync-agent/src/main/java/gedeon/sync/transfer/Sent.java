package gedeon.sync.transfer;

import gedeon.sync.journal.StoredFile;

/** What became of sending one file. */
public sealed interface Sent {
    record Stored(StoredFile file) implements Sent {}

    /** The file changed while it was read, or is not what was settled any more: nothing of it was published. */
    record Moved(String reason) implements Sent {}

    /** No room: the bucket's notebook or unit is full. Sending more of anything into it is of no use for now. */
    record QuotaFull(String reason) implements Sent {}

    /** The key is not accepted any more. */
    record Revoked(String reason) implements Sent {}

    /** The server is not there: no other file would fare better for now. */
    record NoWay(String reason) implements Sent {}

    /** Trouble with this file or with the way to the server; worth another try later. */
    record Failed(String reason) implements Sent {}
}

package gedeon.sync.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.sync.settle.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of an acquisition. {@code content} with {@code verdict}: settled with that content. {@code receivedContent} with
 * {@code receipt}: the server gave its receipt for that content; a later content is a new version. {@code outstanding}: it was told, and its receipt is to come.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Known(
        String source,
        String name,
        Instant seenAt,
        @Nullable String content,
        @Nullable Verdict verdict,
        @Nullable String receivedContent,
        @Nullable String dataset,
        @Nullable String receipt,
        @Nullable Instant receivedAt,
        long bytes,
        @Nullable String trouble,
        @Nullable Outstanding outstanding) {

    static Known seen(String source, String name, Instant at) {
        return new Known(source, name, at, null, null, null, null, null, null, 0, null, null);
    }

    /** The server's receipt covers what lies there now. */
    public boolean received(String contentNow) {
        return contentNow.equals(receivedContent);
    }

    /** Waiting for something: not settled, or settled and without receipt for that. */
    public boolean unsent() {
        return receivedContent == null || content != null && !content.equals(receivedContent);
    }

    Known settled(String newContent, Verdict newVerdict) {
        return new Known(
                source,
                name,
                seenAt,
                newContent,
                newVerdict,
                receivedContent,
                dataset,
                receipt,
                receivedAt,
                bytes,
                null,
                outstanding);
    }

    Known declared(Outstanding told) {
        return new Known(
                source,
                name,
                seenAt,
                content,
                verdict,
                receivedContent,
                dataset,
                receipt,
                receivedAt,
                bytes,
                null,
                told);
    }

    /** The server has all of what lies there now, and is still to say so. */
    public boolean verifying(String contentNow) {
        return outstanding != null && outstanding.content().equals(contentNow);
    }

    Known received(String ofContent, String newDataset, String newReceipt, Instant at, long newBytes) {
        return new Known(
                source, name, seenAt, content, verdict, ofContent, newDataset, newReceipt, at, newBytes, null, null);
    }

    Known reopened() {
        return new Known(
                source,
                name,
                seenAt,
                receivedContent,
                receivedContent == null ? null : verdict,
                receivedContent,
                dataset,
                receipt,
                receivedAt,
                bytes,
                null,
                null);
    }

    /** Its receipt is for bytes that are not there any more. */
    Known doubted() {
        return new Known(source, name, seenAt, null, null, null, dataset, receipt, receivedAt, bytes, null, null);
    }

    Known troubled(String reason) {
        return new Known(
                source,
                name,
                seenAt,
                content,
                verdict,
                receivedContent,
                dataset,
                receipt,
                receivedAt,
                bytes,
                reason,
                outstanding);
    }
}

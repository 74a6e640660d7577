package gedeon.server.rest;

import gedeon.client.wire.ChosenVersion;
import gedeon.client.wire.DisposalActBody;
import gedeon.client.wire.DisposalPreview;
import gedeon.client.wire.DisposalRequestBody;
import gedeon.client.wire.StaysBody;
import gedeon.client.wire.TombstoneBody;
import gedeon.client.wire.WasteBody;
import gedeon.kernel.Digest;
import gedeon.storage.ObjectKey;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.DisposalNotice;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.Hindrance;
import gedeon.storage.disposal.Preview;
import gedeon.storage.disposal.Tombstone;
import gedeon.storage.disposal.Waste;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Between the values of disposals and the records of the wire. */
final class DisposalBodies {
    private DisposalBodies() {}

    /** @throws IllegalArgumentException unless one of the two is named */
    static Chosen chosen(@Nullable String prefix, @Nullable List<ChosenVersion> versions) {
        if ((prefix == null) == (versions == null)) {
            throw new IllegalArgumentException(
                    "name either \"prefix\" (\"\" for the whole bucket) or \"versions\", and not both");
        }
        if (versions != null) {
            return new Chosen.Versions(versions.stream()
                    .map(one -> new Chosen.Named(ObjectKey.of(one.key()), one.version()))
                    .toList());
        }
        return new Chosen.Prefix(String.valueOf(prefix).getBytes(StandardCharsets.UTF_8));
    }

    static DisposalPreview preview(String bucket, Preview preview) {
        return new DisposalPreview(
                bucket,
                preview.versions(),
                preview.bytes().value(),
                preview.goes(),
                preview.goesBytes().value(),
                preview.count(Hindrance.COMPLIANCE),
                preview.count(Hindrance.HELD),
                preview.count(Hindrance.GOVERNANCE) + preview.count(Hindrance.RULED),
                preview.count(Hindrance.LATE),
                preview.count(Hindrance.SEALED),
                preview.count(Hindrance.TIED),
                preview.examples().stream().map(DisposalBodies::stays).toList());
    }

    static StaysBody stays(Preview.Stays one) {
        return new StaysBody(one.key(), one.version(), word(one.why()));
    }

    static DisposalRequestBody request(DisposalRequest one) {
        return request(one, List.of(), List.of());
    }

    static DisposalRequestBody request(DisposalRequest one, List<Preview.Stays> stays, List<DisposalNotice> acts) {
        byte[] prefix = one.prefix();
        return new DisposalRequestBody(
                String.valueOf(one.id()),
                one.notebookName(),
                one.bucket(),
                word(one.kind()),
                word(one.state()),
                one.asker(),
                one.asked(),
                one.reason(),
                prefix == null ? null : new String(prefix, StandardCharsets.UTF_8),
                one.decider(),
                one.decided(),
                one.words().isEmpty() ? null : one.words(),
                one.bypass(),
                one.due(),
                one.ended(),
                one.versions(),
                one.bytes().value(),
                one.disposed(),
                one.disposedBytes().value(),
                one.stayed(),
                stays.stream().map(DisposalBodies::stays).toList(),
                acts.stream().map(DisposalBodies::act).toList());
    }

    private static DisposalActBody act(DisposalNotice one) {
        return new DisposalActBody(
                word(one.act()),
                one.by(),
                one.at(),
                one.words(),
                one.versions(),
                one.bytes().value());
    }

    static WasteBody waste(Waste.Marked one) {
        return new WasteBody(
                one.key().toString(),
                one.version(),
                one.size().value(),
                one.came(),
                one.marked(),
                one.by(),
                one.reason());
    }

    static TombstoneBody tombstone(Tombstone one) {
        Digest sha256 = one.sha256();
        return new TombstoneBody(
                one.bucket(),
                one.key().toString(),
                one.versionText(),
                one.size().value(),
                one.etag(),
                sha256 == null ? null : sha256.hex(),
                one.contentType(),
                one.came(),
                one.disposed(),
                one.requestedBy(),
                one.approvedBy(),
                one.reason(),
                String.valueOf(one.disposal()));
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}

package gedeon.storage.objects;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Completions;
import gedeon.storage.namespace.Uploads;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import gedeon.storage.quota.InKeptRoom;
import gedeon.storage.quota.QuotaLedger;
import gedeon.storage.quota.Room;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.Place;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parts and their completion. ETag and checksums of the whole follow S3: MD5 of the parts' MD5s, composite or full-object checksums. */
final class MultipartUploads {
    static final long SMALLEST_PART = 5 << 20;
    static final int LAST_NUMBER = 10_000;

    private final Uploads uploads;
    private final Completions completions;
    private final WritePath writes;
    private final QuotaLedger ledger;
    private final Clock clock;

    MultipartUploads(Uploads uploads, Completions completions, WritePath writes, QuotaLedger ledger, Clock clock) {
        this.uploads = uploads;
        this.completions = completions;
        this.writes = writes;
        this.ledger = ledger;
        this.clock = clock;
    }

    Part putPart(Upload upload, int number, Put part) throws IOException {
        if (number < 1 || number > LAST_NUMBER) {
            throw new Refusal(Refusal.Reason.INVALID_PART, "part numbers are 1 to " + LAST_NUMBER + ", was " + number);
        }
        try (QuotaLedger.Reservation room = admit(upload, number, part)) {
            WritePath.Written written = writes.write(
                    part,
                    upload.attributes().encryption(),
                    room,
                    Map.of("upload", upload.id(), "part", String.valueOf(number)));
            Part stored = new Part(
                    number,
                    written.size(),
                    written.hashes().md5().hex(),
                    written.hashes().checksums(),
                    clock.instant());
            try {
                commitKeptOrNot(upload, stored, written, room);
            } catch (RuntimeException e) {
                writes.discard(written.place(), e);
                throw e;
            }
            return stored;
        }
    }

    private QuotaLedger.Reservation admit(Upload upload, int number, Put part) {
        int notebook = upload.bucket().notebook();
        Room room = Room.ofBytes(Math.max(0, part.length()));
        if (part.length() >= 0 && upload.keepsRoom() && uploads.kept(upload) >= part.length()) {
            return new InKeptRoom(notebook, room, null);
        }
        UUID reservation = upload.reservation();
        return part.length() >= 0 && reservation != null && uploads.reserved(upload, number) >= part.length()
                ? new InKeptRoom(notebook, room, reservation)
                : ledger.reserve(notebook, room);
    }

    private void commitKeptOrNot(Upload upload, Part part, WritePath.Written written, QuotaLedger.Reservation room) {
        try {
            commit(upload, part, written, room);
        } catch (QuotaLedger.NotKept other) {
            // Parts beside this one have taken what was kept: the client sends more than it declared.
            try (QuotaLedger.Reservation more = ledger.reserve(upload.bucket().notebook(), written.size())) {
                commit(upload, part, written, more);
            }
        }
    }

    private void commit(Upload upload, Part part, WritePath.Written written, QuotaLedger.Reservation room) {
        long freed;
        try {
            freed = uploads.putPart(upload, part, written.place(), written.key(), room);
        } catch (Sql.UnknownOutcome e) {
            freed = ask(upload, part, written.place(), room);
        }
        room.settled(Room.ofBytes(part.size()));
        ledger.credited(upload.bucket().notebook(), Room.ofBytes(freed));
    }

    /** The answer to a part's commit was lost. What it replaced is not known then, and stays leased until this process's lease ends. */
    private long ask(Upload upload, Part part, Place place, QuotaLedger.Reservation room) {
        boolean committed;
        try {
            committed = uploads.committed(upload, part.number(), place);
        } catch (RuntimeException unreachable) {
            room.settled(room.room());
            throw new Refusal(
                    Refusal.Reason.UNKNOWN_OUTCOME,
                    "the database did not say whether part " + part.number() + " was committed; repeat the request");
        }
        if (!committed) {
            throw new Refusal(
                    Refusal.Reason.UNKNOWN_OUTCOME, "part " + part.number() + " was not committed; repeat the request");
        }
        return 0;
    }

    StoredVersion complete(Upload upload, List<PartNamed> named, Conditions conditions, WholeDeclared declared) {
        if (named.isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_PART, "a completion names at least one part");
        }
        return completions.complete(upload, stored -> assemble(upload, named, stored, declared), conditions);
    }

    private static Completions.Assembled assemble(
            Upload upload, List<PartNamed> named, List<Part> stored, WholeDeclared declared) {
        Map<Integer, Part> byNumber = new HashMap<>();
        stored.forEach(part -> byNumber.put(part.number(), part));
        List<Part> used = new ArrayList<>();
        int last = 0;
        for (PartNamed one : named) {
            if (one.number() <= last) {
                throw new Refusal(
                        Refusal.Reason.INVALID_PART_ORDER,
                        "parts are named in ascending order; " + one.number() + " follows " + last);
            }
            last = one.number();
            Part part = byNumber.get(one.number());
            if (part == null || !part.etag().equals(one.etag())) {
                throw new Refusal(
                        Refusal.Reason.INVALID_PART,
                        "part " + one.number() + " was not uploaded, or has another ETag than the one named");
            }
            requireSame(one, part);
            used.add(part);
        }
        for (Part part : used.subList(0, used.size() - 1)) {
            if (part.size() < SMALLEST_PART) {
                throw new Refusal(
                        Refusal.Reason.ENTITY_TOO_SMALL,
                        "part " + part.number() + " has " + part.size() + " bytes; all but the last have at least "
                                + SMALLEST_PART);
            }
        }
        long size = used.stream().mapToLong(Part::size).sum();
        MessageDigest md5 = digest("MD5");
        used.forEach(part -> md5.update(new Digest(DigestAlgorithm.MD5, part.etag()).bytes()));
        byte[] whole = md5.digest();
        String etag = Digest.of(DigestAlgorithm.MD5, whole).hex() + "-" + used.size();
        List<Digest> checksums = checksums(upload, used);
        String composite = composite(upload, used);
        requireDeclared(declared, checksums, composite);
        return new Completions.Assembled(
                used.stream().map(Part::number).toList(), size, etag, checksums, composite, whole);
    }

    private static void requireSame(PartNamed named, Part part) {
        for (Digest one : named.checksums()) {
            if (part.checksums().stream().anyMatch(own -> own.algorithm() == one.algorithm() && !own.equals(one))) {
                throw new Refusal(
                        Refusal.Reason.INVALID_PART,
                        "the " + one.algorithm() + " named for part " + part.number() + " is not that of its bytes");
            }
        }
    }

    private static void requireDeclared(WholeDeclared declared, List<Digest> whole, @Nullable String composite) {
        boolean differs =
                declared.digests().stream().anyMatch(one -> whole.stream().noneMatch(one::equals));
        String given = declared.composite();
        if (differs || given != null && !given.equals(composite)) {
            throw new Refusal(
                    Refusal.Reason.BAD_DIGEST, "a checksum declared for the whole object is not that of its parts");
        }
    }

    /** Full-object CRCs only: a composite checksum is no digest of the object's bytes, and is answered from the parts where it is asked for. */
    private static List<Digest> checksums(Upload upload, List<Part> used) {
        DigestAlgorithm algorithm =
                upload.checksum() != null && upload.fullObject() ? upload.checksum() : DigestAlgorithm.CRC64NVME;
        if (algorithm == DigestAlgorithm.SHA1
                || algorithm == DigestAlgorithm.SHA256
                || algorithm == DigestAlgorithm.MD5) {
            return List.of();
        }
        CrcCombine combine = new CrcCombine(algorithm);
        Digest whole = null;
        for (Part part : used) {
            Optional<Digest> own = part.checksums().stream()
                    .filter(one -> one.algorithm() == algorithm)
                    .findFirst();
            if (own.isEmpty()) {
                return List.of();
            }
            whole = whole == null ? own.get() : combine.combine(whole, own.get(), part.size());
        }
        return whole == null ? List.of() : List.of(whole);
    }

    /** The checksum of the parts' checksums, as S3 names a multipart object's unless it was asked for one of the whole. */
    private static @Nullable String composite(Upload upload, List<Part> used) {
        DigestAlgorithm algorithm = upload.checksum();
        if (algorithm == null || upload.fullObject()) {
            return null;
        }
        Hashes hashes = new Hashes(EnumSet.of(algorithm));
        for (Part part : used) {
            Optional<Digest> own = part.checksums().stream()
                    .filter(one -> one.algorithm() == algorithm)
                    .findFirst();
            if (own.isEmpty()) {
                return null;
            }
            byte[] bytes = own.get().bytes();
            hashes.updateOthers(bytes, bytes.length);
        }
        Digest whole = hashes.finish().of(algorithm).orElseThrow();
        return algorithm.name() + ":" + whole.base64() + "-" + used.size();
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package gedeon.storage.kill;

import gedeon.kernel.ByteCount;
import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.Reservations;
import gedeon.storage.StoredVersion;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.Part;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Put;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.Together;
import gedeon.storage.quota.Claim;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** What clients do, one after the other and by a seed: each act that returned is a line that {@link Acknowledged} understands. */
final class MixedLoad {
    /** In keys of what is stored together, before how many they are. */
    static final String TOGETHER = "together-of-";

    /** Keys that all clients of all processes write again and again. */
    private static final int SHARED_KEYS = 8;

    private final ObjectStore store;
    private final Reservations reservations;
    private final long account;
    private final Bucket versioned;
    private final Bucket plain;
    private final Bucket locked;
    private final Bucket other;
    private final Random random;
    private final String prefix;
    private final AtomicLong names;

    /** @param names of all clients of a process, so that no two write the same */
    MixedLoad(Gateway gateway, Random random, long seed, AtomicLong names) {
        this.store = gateway.store();
        this.reservations = gateway.reservations();
        this.account =
                gateway.notebooks().account("agent", Principal.Kind.AGENT).id();
        this.versioned = store.bucket("kill").orElseThrow();
        this.plain = store.bucket("plain").orElseThrow();
        this.locked = store.bucket("locked").orElseThrow();
        this.other = store.bucket("other").orElseThrow();
        this.random = random;
        this.prefix = "s" + seed + "/k";
        this.names = names;
    }

    void run() {
        while (true) {
            String name = prefix + names.incrementAndGet();
            try {
                one(name);
            } catch (Exception e) {
                System.out.println("refused " + e);
            }
        }
    }

    private void one(String name) throws IOException {
        switch (random.nextInt(26)) {
            case 0, 1 -> multipart(name);
            case 2 -> abandoned(name);
            case 3, 4 -> removed(name);
            case 5 -> versionRemoved(name);
            case 6 -> marked(name);
            case 7 -> copied(name, versioned);
            case 8 -> copied(name, other);
            case 9 -> held(name);
            case 24 -> reserved(name);
            case 25 -> together(name);
            case 10, 11, 12 -> stored(versioned, "shared/" + random.nextInt(SHARED_KEYS), name);
            default -> stored(versioned, name, name);
        }
    }

    private static void say(String what, StoredVersion version, String more) {
        System.out.println(what + " " + version.bucket() + " " + version.key() + " " + version.version() + more + " .");
    }

    private StoredVersion stored(Bucket bucket, String key, String name) throws IOException {
        StoredVersion version = store.put(TestGateway.aPut(bucket, key, KilledGateway.content(name)));
        say("stored", version, " " + name);
        return version;
    }

    /** Their keys say how many they are: of each such group all are there or none. */
    private void together(String name) throws IOException {
        int count = 2 + random.nextInt(19);
        List<Put> puts = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            byte[] content = KilledGateway.content(name + i);
            bytes += content.length;
            puts.add(TestGateway.aPut(versioned, name + "/" + TOGETHER + count + "/" + i, content));
        }
        List<StoredVersion> stored = store.putTogether(new Together(versioned, bytes, count, () -> puts));
        for (int i = 0; i < count; i++) {
            say("stored", stored.get(i), " " + name + i);
        }
    }

    private void multipart(String name) throws IOException {
        Upload upload = store.createUpload(versioned, ObjectKey.of(name), Attributes.NONE, null, false);
        Part part = store.putPart(upload, 7, TestGateway.aPut(versioned, name, KilledGateway.content(name)));
        say(
                "stored",
                store.complete(
                        upload,
                        List.of(new PartNamed(7, part.etag())),
                        Conditions.NONE,
                        ObjectStore.WholeDeclared.NOTHING),
                " " + name);
    }

    /** Begun with its size declared, then given up, or left open with what it keeps. */
    private void abandoned(String name) throws IOException {
        byte[] whole = KilledGateway.content(name);
        Upload upload =
                store.createUpload(versioned, ObjectKey.of(name), Attributes.NONE, null, false, 2L * whole.length);
        store.putPart(upload, 1, TestGateway.aPut(versioned, name, whole));
        if (random.nextBoolean()) {
            store.abort(upload);
        }
    }

    /** In room that was reserved: two objects, an upload that is left open, the same reservation again; then given back, or left to end. */
    private void reserved(String name) throws IOException {
        byte[] content = KilledGateway.content(name);
        Reservations.Wanted wanted = new Reservations.Wanted(
                versioned.notebook(), account, "load", name, new ByteCount(4L * content.length), 3);
        // Some end in the middle of it.
        Duration life = Duration.ofMillis(random.nextInt(3000));
        Claim claim = new Claim(reservations.reserve(wanted, life).id(), account);
        say("stored", store.put(TestGateway.aPut(versioned, name, content).within(claim)), " " + name);
        Upload upload =
                store.createUpload(versioned, ObjectKey.of(name + "/open"), Attributes.NONE, null, false, -1, claim);
        Part part = store.putPart(upload, 1, TestGateway.aPut(versioned, name, content));
        if (random.nextBoolean()) {
            say(
                    "stored",
                    store.complete(
                            upload,
                            List.of(new PartNamed(1, part.etag())),
                            Conditions.NONE,
                            ObjectStore.WholeDeclared.NOTHING),
                    " " + name);
        }
        reservations.reserve(wanted, life);
        if (random.nextBoolean()) {
            reservations.end(account, claim.reservation());
        }
    }

    private void removed(String name) throws IOException {
        store.put(TestGateway.aPut(plain, name, KilledGateway.content(name)));
        store.delete(plain, ObjectKey.of(name), null, false);
        System.out.println("removed " + plain.name() + " " + name + " - .");
    }

    /** Of two versions of a key the older one goes. */
    private void versionRemoved(String name) throws IOException {
        StoredVersion first = store.put(TestGateway.aPut(versioned, name, KilledGateway.content(name + "/first")));
        stored(versioned, name, name);
        store.delete(versioned, first.key(), first.version(), false);
        say("removed", first, "");
    }

    private void marked(String name) throws IOException {
        StoredVersion version = stored(versioned, name, name);
        say(
                "marked",
                store.delete(versioned, version.key(), null, false).version().orElseThrow(),
                "");
    }

    /** Into the same notebook it shares the blob, into another its bytes are copied. */
    private void copied(String name, Bucket target) throws IOException {
        StoredVersion source = stored(versioned, name, name);
        say("stored", store.copy(source, TestGateway.aPut(target, name + "/copy", new byte[0])), " " + name);
    }

    private void held(String name) throws IOException {
        StoredVersion version = stored(locked, name, name);
        int mode = random.nextInt(3);
        ObjectLock lock = mode == 2
                ? ObjectLock.NONE.held(true)
                : ObjectLock.NONE.retained(
                        ObjectLock.Mode.values()[mode],
                        Clock.systemUTC().instant().plus(Duration.ofDays(1)));
        say(
                "held",
                store.edit(version, false, now -> now.withLock(lock)),
                " " + (lock.legalHold() ? "HOLD" : Objects.requireNonNull(lock.mode())));
        if (lock.legalHold() && random.nextBoolean()) {
            released(name + "/released");
        }
    }

    /** What was on hold and is not any more can be removed. */
    private void released(String name) throws IOException {
        StoredVersion version = store.put(TestGateway.aPut(locked, name, KilledGateway.content(name)));
        store.edit(version, false, now -> now.withLock(now.lock().held(true)));
        store.edit(version, false, now -> now.withLock(now.lock().held(false)));
        store.delete(locked, version.key(), version.version(), false);
        say("removed", version, "");
    }
}

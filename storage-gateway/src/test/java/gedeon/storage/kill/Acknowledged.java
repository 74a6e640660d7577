package gedeon.storage.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.Refusal;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a process said that it had done, and what has to be so for ever after. A line ends with a point: what a kill cut is no word of anybody. */
enum Acknowledged {
    /** {@code stored BUCKET KEY VERSION NAME}: the version has the bytes of that name. */
    STORED {
        @Override
        void check(Gateway gateway, String[] said) throws Exception {
            StoredVersion version = find(gateway, said).orElseThrow(() -> new AssertionError("lost"));
            try (InputStream in =
                    gateway.store().read(version, 0, version.size().value())) {
                assertThat(in.readAllBytes()).isEqualTo(KilledGateway.content(said[4]));
            }
        }
    },
    /** {@code removed BUCKET KEY VERSION}: it is gone; the version {@code -} is whatever the key had. */
    REMOVED {
        @Override
        void check(Gateway gateway, String[] said) {
            assertThat(find(gateway, said)).isEmpty();
        }
    },
    /** {@code marked BUCKET KEY VERSION}: that marker is there. */
    MARKED {
        @Override
        void check(Gateway gateway, String[] said) {
            assertThat(find(gateway, said)).map(StoredVersion::deleteMarker).contains(true);
        }
    },
    /** {@code held BUCKET KEY VERSION MODE}: under retention of that mode, or on {@code HOLD}, and nobody removes it. */
    HELD {
        @Override
        void check(Gateway gateway, String[] said) {
            StoredVersion version = find(gateway, said).orElseThrow(() -> new AssertionError("lost"));
            ObjectLock lock = version.lock();
            assertThat(said[4]).isEqualTo(lock.legalHold() ? "HOLD" : String.valueOf(lock.mode()));
            assertThatThrownBy(() ->
                            gateway.store().delete(bucket(gateway, said), version.key(), version.version(), false))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.LOCKED));
        }
    };

    abstract void check(Gateway gateway, String[] said) throws Exception;

    /** Null where the line says something else, or was cut. */
    static String @Nullable [] of(String line) {
        String[] said = line.split(" ");
        boolean known = Arrays.stream(values())
                .anyMatch(one -> one.name().toLowerCase(java.util.Locale.ROOT).equals(said[0]));
        return known && line.endsWith(" .") ? said : null;
    }

    static void require(Gateway gateway, String[] said, long seed) {
        try {
            valueOf(said[0].toUpperCase(java.util.Locale.ROOT)).check(gateway, said);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(String.join(" ", said) + " seed " + seed, e);
        }
    }

    private static Bucket bucket(Gateway gateway, String[] said) {
        return gateway.store().bucket(said[1]).orElseThrow();
    }

    private static Optional<StoredVersion> find(Gateway gateway, String[] said) {
        VersionId version =
                said[3].equals("-") ? null : VersionId.parse(said[3]).orElseThrow();
        return gateway.store().find(bucket(gateway, said), ObjectKey.of(said[2]), version, false);
    }
}

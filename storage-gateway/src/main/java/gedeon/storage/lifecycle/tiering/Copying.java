package gedeon.storage.lifecycle.tiering;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.objects.Copies;
import gedeon.storage.objects.Pace;
import gedeon.storage.tier.BlobEnds;
import gedeon.storage.tier.BlobForm;
import gedeon.storage.tier.DamagedBlock;
import gedeon.storage.tier.Location;
import gedeon.storage.tier.Place;
import gedeon.storage.tier.Tier;
import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import gedeon.storage.tier.Tiers;
import gedeon.storage.tier.Unproven;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Bytes of one blob from tier to tier, the same on both; what returns was read back there. */
public final class Copying {
    private static final int BUFFER = 256 << 10;

    private final Tiers tiers;
    private final Copies.Damages damages;

    public Copying(Tiers tiers, Copies.Damages damages) {
        this.tiers = tiers;
        this.damages = damages;
    }

    /**
     * Copies and reads back.
     *
     * @return where it lies in {@code target}, durable
     * @throws DamagedBlock where the source is not what was written; told to the damages as well
     * @throws DestinationAway where the target takes nothing now
     * @throws IOException where either tier fails; a copy that did not read back well is taken away
     */
    public Location copy(Place from, short target, Pace pace) throws IOException, InterruptedException {
        BlobEnds ends;
        Tier to;
        Location made;
        try {
            prove(tiers.of(from.tier()), from.at(), pace);
            ends = tiers.of(from.tier()).ends(from.at());
            Begun begun = begin(target, from, ends);
            to = begun.tier();
            made = write(from, begun.writer(), ends, pace);
        } catch (DamagedBlock | NoSuchFileException e) {
            damages.found(from, e);
            throw e;
        }
        try {
            verify(to, made, ends.sha256(), pace);
        } catch (DamagedBlock | NoSuchFileException e) {
            to.delete(made);
            throw new IOException(
                    "the copy of blob " + from.blob() + " reads back with other bytes: " + e.getMessage(), e);
        }
        return made;
    }

    private record Begun(Tier tier, Tier.BlobWriter writer) {}

    private Begun begin(short target, Place from, BlobEnds ends) throws IOException {
        try {
            Tier to = tiers.of(target);
            return new Begun(
                    to, to.begin(from.blob(), ends.metadata(), from.at().length(), ends.encrypted()));
        } catch (TierOffline | TierFull | TierBroken e) {
            throw new DestinationAway(target, e);
        }
    }

    private Location write(Place from, Tier.BlobWriter begun, BlobEnds ends, Pace pace)
            throws IOException, InterruptedException {
        try (Tier.BlobWriter writer = begun) {
            Digest found = hash(tiers.of(from.tier()), from.at(), pace, writer);
            if (!found.equals(ends.sha256())) {
                throw new DamagedBlock(from.at(), 0, "the SHA-256 of its payload is not the one in its trailer");
            }
            return writer.publish(ends.sha256(), ends.plainSha256(), ends.plainMd5());
        } catch (FileAlreadyExistsException e) {
            // Left by a copy that was killed: the same bytes under the same name, or none of ours; reading back tells.
            return new Location(
                    from.blob(),
                    null,
                    BlobForm.headLength(ends.metadata().length),
                    from.at().length());
        }
    }

    /**
     * Reads a copy whole.
     *
     * @throws DamagedBlock where it is not what was written
     */
    public void verify(Tier tier, Location location, Pace pace) throws IOException, InterruptedException {
        prove(tier, location, pace);
        verify(tier, location, tier.ends(location).sha256(), pace);
    }

    /** What came without digests is hashed first, at the pace of whoever copies. */
    private static void prove(Tier tier, Location location, Pace pace) throws IOException, InterruptedException {
        Optional<Unproven> unproven = tier.unproven();
        if (unproven.isPresent()) {
            unproven.get().prove(location, pace::passed);
        }
    }

    private static void verify(Tier tier, Location location, Digest expected, Pace pace)
            throws IOException, InterruptedException {
        if (!hash(tier, location, pace, null).equals(expected)) {
            throw new DamagedBlock(location, 0, "the SHA-256 of its payload is not the one in its trailer");
        }
    }

    private static Digest hash(
            Tier tier, Location location, Pace pace, Tier.@org.jspecify.annotations.Nullable BlobWriter writer)
            throws IOException, InterruptedException {
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, location.length()))];
        if (location.length() > 0) {
            try (InputStream in = tier.read(location, 0, location.length())) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sha256.update(buffer, 0, n);
                    if (writer != null) {
                        writer.write(buffer, 0, n);
                    }
                    pace.passed(n);
                }
            }
        }
        return Digest.of(DigestAlgorithm.SHA256, sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

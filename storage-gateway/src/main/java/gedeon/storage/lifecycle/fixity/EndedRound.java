package gedeon.storage.lifecycle.fixity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What a round of fixity found, as it was written when it ended.
 *
 * @param tier by which its folder or bucket is known too
 * @param number of the tier's rounds, from 1 on, without a gap
 * @param copies that were looked at, {@code bytes}: of them, as they rest
 * @param damaged found in the tier since the round before ended, by whomever (in the first: since it began); {@code missing} ones apart
 * @param repaired since then, whenever they were found
 * @param lost at the end: damaged or missing, and no other copy; of the first {@link Damages#MOST} that stood open
 * @param previous digest of the round before, zeros before the first
 * @param digest SHA-256 of {@link #text}
 */
public record EndedRound(
        UUID tier,
        long number,
        long job,
        Instant began,
        Instant ended,
        long copies,
        long bytes,
        long damaged,
        long missing,
        long repaired,
        long lost,
        String previous,
        String digest) {
    static final String BEFORE_THE_FIRST = "0".repeat(64);

    /** The same with the digest that it has to have. */
    EndedRound sealed() {
        return new EndedRound(
                tier, number, job, began, ended, copies, bytes, damaged, missing, repaired, lost, previous, expected());
    }

    /** What the digest is of: a line each, the last one ended as well. Anybody can make it from the row. */
    public String text() {
        return "gedeon fixity round 1\ntier " + tier + "\nnumber " + number + "\njob " + job + "\nbegan " + began
                + "\nended " + ended + "\ncopies " + copies + "\nbytes " + bytes + "\ndamaged " + damaged
                + "\nmissing " + missing + "\nrepaired " + repaired + "\nlost " + lost + "\nprevious " + previous
                + "\n";
    }

    /** Whether it is what was written, and follows on what is before it. */
    boolean follows(long before, String digestBefore) {
        return number == before + 1 && previous.equals(digestBefore) && digest.equals(expected());
    }

    private String expected() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package gedeon.storage.lifecycle.tiering;

import java.util.Map;

/**
 * What a change would move, as of now.
 *
 * @param exact whether each blob that may move was looked at; otherwise the figures are raised from a sample
 * @param looked blobs that were looked at
 * @param flows by ids of tiers; a tier that gets and loses nothing is not named
 */
public record Preview(boolean exact, long looked, Map<Short, Flow> flows) {
    /** Copies that would come into a tier, and copies that would leave it. */
    public record Flow(long comingBlobs, long comingBytes, long leavingBlobs, long leavingBytes) {
        Flow plus(Flow other) {
            return new Flow(
                    comingBlobs + other.comingBlobs,
                    comingBytes + other.comingBytes,
                    leavingBlobs + other.leavingBlobs,
                    leavingBytes + other.leavingBytes);
        }

        Flow times(double factor) {
            return new Flow(
                    Math.round(comingBlobs * factor),
                    Math.round(comingBytes * factor),
                    Math.round(leavingBlobs * factor),
                    Math.round(leavingBytes * factor));
        }
    }
}

package gedeon.client.wire;

import java.util.List;

/**
 * What a disposal would do now.
 *
 * @param versions that are meant, of {@code bytes} in all; {@code goes} of them would go, of {@code goesBytes}
 * @param compliance versions under COMPLIANCE that is not over, {@code held} on legal hold, {@code governance} under GOVERNANCE, {@code late} too old to be waste,
 *     {@code sealed} in sealed datasets, {@code tied} to something: one may be several, and not each stands in the way
 * @param stays some of those that would stay
 */
public record DisposalPreview(
        String bucket,
        long versions,
        long bytes,
        long goes,
        long goesBytes,
        long compliance,
        long held,
        long governance,
        long late,
        long sealed,
        long tied,
        List<StaysBody> stays) {
    public DisposalPreview {
        stays = Absent.asEmpty(stays);
    }
}

package gedeon.dmp.exchange.madmp;

import static java.util.Objects.requireNonNull;

import gedeon.kernel.ByteCount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How much one dataset will take according to its plan: the sum of its distributions' {@code byte_size}. A distribution without a size
 * counts nothing; {@link #complete} tells whether every one had a size.
 *
 * @param identifier the dataset's identifier, empty when the plan gives none
 */
public record PlannedVolume(String identifier, String title, ByteCount volume, boolean complete) {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    public PlannedVolume {
        requireNonNull(identifier, "identifier");
        requireNonNull(title, "title");
        requireNonNull(volume, "volume");
    }

    /** One per dataset, in the plan's order. The plan must come from {@link MadmpReader} or be valid 1.2. */
    public static List<PlannedVolume> perDataset(JsonNode plan) {
        List<PlannedVolume> volumes = new ArrayList<>();
        for (JsonNode dataset : plan.path("dmp").path("dataset")) {
            BigInteger sum = BigInteger.ZERO;
            boolean complete = !dataset.path("distribution").isEmpty();
            for (JsonNode distribution : dataset.path("distribution")) {
                JsonNode size = distribution.path("byte_size");
                if (size.isIntegralNumber() && size.bigIntegerValue().signum() >= 0) {
                    sum = sum.add(size.bigIntegerValue());
                } else {
                    complete = false;
                }
            }
            volumes.add(new PlannedVolume(
                    dataset.path("dataset_id").path("identifier").asString(""),
                    dataset.path("title").asString(""),
                    ByteCount.of(sum.min(MOST).longValue()),
                    complete));
        }
        return List.copyOf(volumes);
    }

    /** The whole plan; a sum no long can hold stays at the largest. */
    public static ByteCount ofPlan(JsonNode plan) {
        BigInteger sum = BigInteger.ZERO;
        for (PlannedVolume dataset : perDataset(plan)) {
            sum = sum.add(BigInteger.valueOf(dataset.volume().value()));
        }
        return ByteCount.of(sum.min(MOST).longValue());
    }
}

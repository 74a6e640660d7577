package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an acquisition stands that was told: {@code received} with the statement that its bytes are stored and verified; {@code verifying} where that is still to come;
 * {@code broken} where files are not stored as they were declared and have to be sent again.
 *
 * @param dataset that it became, and {@code content}: which telling of it this was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReceiptBody(
        String dataset,
        @Nullable String receipt,
        @Nullable Integer content,
        @Nullable String state,
        @Nullable List<BrokenFileBody> broken) {
    public static final String RECEIVED = "received";
    public static final String VERIFYING = "verifying";
    public static final String BROKEN = "broken";

    /** One that has its receipt. */
    public ReceiptBody(String dataset, String receipt) {
        this(dataset, receipt, 1, RECEIVED, null);
    }
}

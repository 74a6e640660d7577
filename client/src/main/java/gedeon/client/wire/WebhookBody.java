package gedeon.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A webhook. The secret, with which deliveries are signed, is told once, when it is made.
 *
 * @param arn how a bucket's notification configuration names it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookBody(
        String name, String url, String arn, @Nullable String secret) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "WebhookBody[name=" + name + ", arn=" + arn + ", secret=***]";
    }
}

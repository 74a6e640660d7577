package gedeon.storage.s3.notifications;

import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.s3.S3Error;

/** {@code arn:gedeon:webhook:REGION:NOTEBOOK:NAME}; the region may be left empty, the notebook is its canonical id. */
public record WebhookArn(String text, int notebook, String name) {
    /** The webhook itself, however its ARN is written. */
    String place() {
        return notebook + "/" + name;
    }

    static WebhookArn of(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn") || !parts[1].equals("gedeon") || !parts[2].equals("webhook")) {
            throw S3Error.invalidArgument("a notification goes to a webhook, arn:gedeon:webhook::NOTEBOOK:NAME, was \""
                    + text + "\"; gedeon webhook add registers one");
        }
        return new WebhookArn(
                text,
                Notebooks.ofCanonicalId(parts[4])
                        .orElseThrow(() -> S3Error.invalidArgument(
                                "the notebook of a webhook's ARN has twelve figures, was \"" + parts[4] + "\"")),
                parts[5]);
    }
}

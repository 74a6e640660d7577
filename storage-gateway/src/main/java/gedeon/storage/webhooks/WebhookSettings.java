package gedeon.storage.webhooks;

/**
 * @param privateAddresses whether webhooks may lead to loopback and private networks: else a notebook could reach what only this server can
 * @param region told in each event
 */
public record WebhookSettings(boolean privateAddresses, String region) {
    public static final WebhookSettings DEFAULTS = new WebhookSettings(false, "us-east-1");
}

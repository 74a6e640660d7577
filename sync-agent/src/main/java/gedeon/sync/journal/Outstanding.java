package gedeon.sync.journal;

/**
 * An acquisition that the server was told, whole, and for which it has yet to give its receipt.
 *
 * @param content that was told
 * @param dataset that it became, and {@code number}: which telling of that dataset it was
 */
public record Outstanding(String content, String dataset, int number) {}

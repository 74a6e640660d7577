package gedeon.client.wire;

/** A connector to a laboratory's notebook software. */
public record NewConnector(String name, String url, String token, String notebook) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "NewConnector[name=" + name + ", url=" + url + ", token=***, notebook=" + notebook + "]";
    }
}

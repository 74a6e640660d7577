package gedeon.server.assembly;

import java.net.URI;

/** What the running process knows of itself: its home, its database and the address its S3 face was told to use. */
public record Started(Home home, Database database, StartOptions options) {
    /** The address people and programs use to reach a port of this server. */
    public URI url(int port) {
        String host = options.address().equals("0.0.0.0") ? "127.0.0.1" : options.address();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    @Override
    public String toString() {
        return "Started[" + home.root() + "]";
    }
}

package gedeon.server.assembly;

/** Where the server's database is: an embedded one that stops with the server, or one given from outside. */
public interface Database extends AutoCloseable {
    String url();

    String user();

    String password();

    @Override
    void close();

    /** A database from outside; never stopped by us. */
    static Database external(String url, String user, String password) {
        return new Database() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public String user() {
                return user;
            }

            @Override
            public String password() {
                return password;
            }

            @Override
            public void close() {
                // not ours to stop
            }
        };
    }
}

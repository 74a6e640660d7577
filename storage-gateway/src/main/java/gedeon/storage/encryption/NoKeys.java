package gedeon.storage.encryption;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The provider of a gateway that was given none: whoever asks for encryption is told so. */
public final class NoKeys implements KeyProvider {
    private static IOException none() {
        return new IOException("this gateway has no key provider, so it encrypts nothing; open it with one");
    }

    @Override
    public Wrapped wrap(KeyName key, byte[] dataKey, byte[] context) throws IOException {
        throw none();
    }

    @Override
    public byte[] unwrap(KeyRef ref, byte[] wrapped, byte[] context) throws IOException {
        throw none();
    }

    @Override
    public KeyRef ensure(KeyName key) throws IOException {
        throw none();
    }

    @Override
    public KeyRef renew(KeyName key) throws IOException {
        throw none();
    }

    @Override
    public Optional<KeyRef> current(KeyName key) {
        return Optional.empty();
    }

    @Override
    public boolean alive(KeyRef ref) {
        return false;
    }

    @Override
    public void destroy(KeyRef ref) throws IOException {
        throw none();
    }

    @Override
    public List<Generation> keys(int notebook) {
        return List.of();
    }

    @Override
    public List<Integer> notebooks() {
        return List.of();
    }

    @Override
    public Rotation rotate() throws IOException {
        throw none();
    }

    @Override
    public int erase(Instant before) {
        return 0;
    }

    @Override
    public String master() throws IOException {
        throw none();
    }
}

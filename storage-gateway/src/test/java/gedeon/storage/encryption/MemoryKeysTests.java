package gedeon.storage.encryption;

class MemoryKeysTests extends KeyProviderContract {
    private final MemoryKeys keys = new MemoryKeys();

    @Override
    protected KeyProvider keys() {
        return keys;
    }
}

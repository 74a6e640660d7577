package gedeon.storage.journal;

import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals entries that speak of encrypted versions: names and metadata say as much as content. AES-256-GCM under a data key of this process, with a nonce
 * drawn by chance; the data key is wrapped by the key provider and stands in each line.
 */
final class JournalSeal {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ENCRYPTED = Pattern.compile("\"encryption\": ?\"(AES256|aws:kms)");
    private static final byte[] CONTEXT = "gedeon journal".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE = 12;
    private static final String SEALED = "{\"generation\"";

    private final KeyProvider keys;
    private final Map<String, byte[]> opened = new HashMap<>();
    private @Nullable Own own;

    JournalSeal(KeyProvider keys) {
        this.keys = keys;
    }

    private record Own(byte[] key, KeyProvider.Wrapped wrapped) {}

    /** The entry's JSON, sealed where it speaks of what is encrypted under the installation's keys. */
    byte[] json(JournalEntry entry) throws IOException {
        return ENCRYPTED.matcher(entry.rows()).find() ? seal(entry.json()) : entry.json();
    }

    private synchronized byte[] seal(byte[] json) throws IOException {
        Own with = own == null ? fresh() : own;
        own = with;
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("generation", with.wrapped().key().generation());
        line.put("wrapped", Base64.getEncoder().encodeToString(with.wrapped().bytes()));
        line.put("nonce", Base64.getEncoder().encodeToString(nonce));
        line.put("sealed", Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE, with.key(), nonce, json)));
        return JSON.writeValueAsBytes(line);
    }

    private Own fresh() throws IOException {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        keys.ensure(KeyName.journal());
        return new Own(key, keys.wrap(KeyName.journal(), key, CONTEXT));
    }

    /**
     * The plain form of a line.
     *
     * @throws IOException where the key that it is sealed under is not here
     */
    synchronized String open(String line) throws IOException {
        if (!line.startsWith(SEALED)) {
            return line;
        }
        JsonNode node = JSON.readTree(line);
        String wrapped = node.get("wrapped").asString();
        byte[] key = opened.get(wrapped);
        if (key == null) {
            key = keys.unwrap(
                    new KeyRef(KeyName.journal(), node.get("generation").asInt()),
                    Base64.getDecoder().decode(wrapped),
                    CONTEXT);
            opened.put(wrapped, key);
        }
        byte[] nonce = Base64.getDecoder().decode(node.get("nonce").asString());
        byte[] bytes = Base64.getDecoder().decode(node.get("sealed").asString());
        return new String(cipher(Cipher.DECRYPT_MODE, key, nonce, bytes), StandardCharsets.UTF_8);
    }

    private static byte[] cipher(int mode, byte[] key, byte[] nonce, byte[] bytes) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(Arrays.copyOf(key, 32), "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(CONTEXT);
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "a line of the journal cannot be " + (mode == Cipher.ENCRYPT_MODE ? "sealed" : "opened"), e);
        }
    }
}

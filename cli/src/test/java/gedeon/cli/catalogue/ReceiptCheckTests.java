package gedeon.cli.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.FileBody;
import gedeon.client.wire.ReceiptKeyBody;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The canonical form is made here by hand, as docs/agent.md says it, so that it cannot change unseen. */
class ReceiptCheckTests {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final Instant AT = Instant.parse("2026-11-28T03:05:00.123Z");

    private static final List<FileBody> FILES =
            List.of(new FileBody("é/b", "runs/é/b", "V2", 3, ABC, AT), new FileBody("a", "runs/a", null, 3, ABC, AT));

    private KeyPair pair;
    private ReceiptKeyBody key;

    @BeforeEach
    void makeKey() throws Exception {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        key = new ReceiptKeyBody(
                "OKP",
                "Ed25519",
                "EdDSA",
                "sig",
                "k",
                BASE64.encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String stored() throws Exception {
        List<byte[]> lines = new ArrayList<>();
        for (String line : List.of(
                "4:é/b9:runs/é/b2:V21:364:" + ABC + "20:2026-11-28T03:05:00Z\n",
                "1:a6:runs/a0:1:364:" + ABC + "20:2026-11-28T03:05:00Z\n")) {
            lines.add(sha256(line.getBytes(StandardCharsets.UTF_8)));
        }
        lines.sort(Arrays::compareUnsigned);
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        lines.forEach(all::update);
        return java.util.HexFormat.of().formatHex(all.digest());
    }

    private String receipt(String payload) throws Exception {
        String signed = BASE64.encodeToString("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + BASE64.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private String good() throws Exception {
        return receipt("{\"dataset\":\"d\",\"acquisition\":\"run\",\"files\":2,\"bytes\":6,\"stored\":\"sha256:"
                + stored() + "\"}");
    }

    @Test
    void whatHoldsIsFoundToHoldInAnyOrder() throws Exception {
        assertThat(ReceiptCheck.check(good(), key, FILES).findings()).isEmpty();
        assertThat(ReceiptCheck.check(good(), key, List.of(FILES.get(1), FILES.get(0)))
                        .findings())
                .isEmpty();
    }

    @Test
    void aChangedWordAnotherKeyOrAnotherFileIsFound() throws Exception {
        String good = good();
        String[] parts = good.split("\\.");
        String changed = parts[0] + "."
                + BASE64.encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("run", "sun")
                        .getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
        assertThat(ReceiptCheck.check(changed, key, FILES).findings()).containsExactly("receipt.signature");
        ReceiptKeyBody mine = key;
        makeKey();
        assertThat(ReceiptCheck.check(good, key, FILES).findings()).containsExactly("receipt.signature");
        FileBody other = new FileBody("a", "runs/a", "V9", 3, ABC, AT);
        assertThat(ReceiptCheck.check(good, mine, List.of(FILES.get(0), other)).findings())
                .containsExactly("receipt.files");
        assertThat(ReceiptCheck.check(good, mine, List.of(FILES.get(0))).findings())
                .containsExactly("receipt.size", "receipt.files");
        assertThat(ReceiptCheck.check("none", mine, FILES).findings())
                .containsExactly("receipt.signature", "receipt.size", "receipt.files");
    }
}

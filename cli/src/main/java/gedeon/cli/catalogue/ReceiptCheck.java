package gedeon.cli.catalogue;

import gedeon.client.wire.FileBody;
import gedeon.client.wire.ReceiptKeyBody;
import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.kernel.StoredDigest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receipt and the files that it is said to be about, checked by the public key and nothing else. */
final class ReceiptCheck {
    /** What stands before the 32 bytes of an Ed25519 key in X.509 form: RFC 8410, section 4. */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReceiptCheck() {}

    /**
     * What the check found.
     *
     * @param findings keys of sentences about what does not hold; empty where all does
     */
    record Found(
            String dataset,
            String acquisition,
            long files,
            long bytes,
            String verifiedFrom,
            String verifiedTo,
            List<String> findings) {
        Found {
            findings = List.copyOf(findings);
        }
    }

    static Found check(String receipt, ReceiptKeyBody key, List<FileBody> files) {
        List<String> findings = new ArrayList<>();
        String[] parts = receipt.split("\\.", -1);
        if (parts.length != 3 || !signed(receipt, key)) {
            findings.add("receipt.signature");
        }
        JsonNode said = payload(parts);
        StoredDigest stored = new StoredDigest();
        long bytes = 0;
        boolean known = true;
        for (FileBody file : files) {
            bytes += file.size();
            String sha256 = file.sha256();
            Instant verified = file.verified();
            if (sha256 == null || verified == null) {
                known = false;
            } else {
                stored.add(
                        file.path(),
                        file.key(),
                        file.version(),
                        file.size(),
                        new Digest(DigestAlgorithm.SHA256, sha256),
                        verified);
            }
        }
        if (said.path("files").asLong(-1) != files.size() || said.path("bytes").asLong(-1) != bytes) {
            findings.add("receipt.size");
        }
        if (!known
                || !said.path("stored")
                        .asString("")
                        .equals("sha256:" + stored.digest().hex())) {
            findings.add("receipt.files");
        }
        return new Found(
                said.path("dataset").asString(""),
                said.path("acquisition").asString(""),
                files.size(),
                bytes,
                said.path("verifiedFrom").asString(""),
                said.path("verifiedTo").asString(""),
                findings);
    }

    private static boolean signed(String receipt, ReceiptKeyBody key) {
        try {
            byte[] raw = Base64.getUrlDecoder().decode(key.x());
            byte[] encoded = new byte[ED25519.length + raw.length];
            System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
            System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
            PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            int last = receipt.lastIndexOf('.');
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(publicKey);
            signature.update(receipt.substring(0, last).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(receipt.substring(last + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static JsonNode payload(String[] parts) {
        try {
            return parts.length == 3 ? JSON.readTree(Base64.getUrlDecoder().decode(parts[1])) : JSON.createObjectNode();
        } catch (JacksonException | IllegalArgumentException e) {
            return JSON.createObjectNode();
        }
    }
}

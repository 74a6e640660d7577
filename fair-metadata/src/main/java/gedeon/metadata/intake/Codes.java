package gedeon.metadata.intake;

import gedeon.metadata.Instruments.Code;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/** One-time codes of 80 random bits, kept as SHA-256 for 15 minutes by the database's clock; the same UPDATE that looks at one uses it up. */
public final class Codes {
    /** Without letters and digits that look alike; people read codes from one screen to another. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 16;

    private final Sql sql;
    private final SecureRandom random = new SecureRandom();

    public Codes(Sql sql) {
        this.sql = sql;
    }

    Code make(int instrument, long by) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return sql.one(
                        row -> new Code(code.toString(), Rows.instant(row, "expires")),
                        "insert into catalogue.enrolment_code (hash, instrument, made_by, expires) values (?, ?, ?, now() + interval '15 minutes') returning expires",
                        hash(code.toString()),
                        instrument,
                        by)
                .orElseThrow();
    }

    /** The instrument that the code is for; the code is used up. */
    Optional<Integer> use(String code) {
        return sql.one(
                row -> row.getInt(1),
                "update catalogue.enrolment_code set used = now() where hash = ? and used is null and expires > now() returning instrument",
                hash(code));
    }

    private static byte[] hash(String code) {
        try {
            String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
            return MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

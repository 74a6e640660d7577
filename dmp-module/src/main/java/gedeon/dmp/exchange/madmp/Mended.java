package gedeon.dmp.exchange.madmp;

import static java.util.Objects.requireNonNull;

/** Something the reader put right: where (JSON Pointer in the plan as read) and what, in one sentence. */
public record Mended(String pointer, String what) {
    public Mended {
        requireNonNull(pointer, "pointer");
        requireNonNull(what, "what");
    }
}

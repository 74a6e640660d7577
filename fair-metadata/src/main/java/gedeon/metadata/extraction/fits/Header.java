package gedeon.metadata.extraction.fits;

import gedeon.metadata.extraction.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header of one part (HDU) of a file. A keyword that stands twice counts once, the first. */
final class Header {
    static final int BLOCK = 2880;
    /** Real headers have some tens of blocks; what goes on for longer is no header. */
    private static final int MOST_BLOCKS = 600;

    private static final int CARD = 80;

    private final Map<String, Card> cards = new LinkedHashMap<>();
    private final List<Card> remarks = new ArrayList<>();
    private boolean whole;
    private long end;

    private Header() {}

    /** Reads the header at {@code offset}; {@link #whole} is false where the file ends, or no END comes, before it does. Null where the file ends right there. */
    static @Nullable Header read(ByteSource bytes, long offset) throws IOException {
        Header header = new Header();
        Card open = null;
        for (int block = 0; block < MOST_BLOCKS; block++) {
            byte[] read = bytes.read(offset + (long) block * BLOCK, BLOCK);
            if (read.length == 0 && block == 0) {
                return null;
            }
            String text = new String(read, StandardCharsets.ISO_8859_1);
            for (int at = 0; at + CARD <= text.length(); at += CARD) {
                String line = text.substring(at, at + CARD);
                if (line.startsWith("END") && line.substring(3).isBlank()) {
                    header.put(open);
                    header.whole = true;
                    header.end = offset + (block + 1L) * BLOCK;
                    return header;
                }
                Card card = Card.of(line);
                if (open != null && card.key().equals("CONTINUE") && open.continues()) {
                    open = open.continuedBy(card);
                } else {
                    header.put(open);
                    open = card;
                }
            }
            if (read.length < BLOCK) {
                break;
            }
        }
        header.put(open);
        return header;
    }

    private void put(@Nullable Card card) {
        if (card == null) {
            return;
        }
        if (card.key().equals("COMMENT")
                || card.key().equals("HISTORY")
                || card.key().isEmpty()) {
            if (remarks.size() < 500) {
                remarks.add(card);
            }
        } else if (cards.size() < 5000) {
            cards.putIfAbsent(card.key(), card);
        }
    }

    boolean whole() {
        return whole;
    }

    /** Where the data begin. */
    long end() {
        return end;
    }

    Optional<Card> card(String key) {
        return Optional.ofNullable(cards.get(key));
    }

    String text(String key) {
        Card card = cards.get(key);
        return card == null ? "" : card.value();
    }

    long number(String key, long otherwise) {
        Card card = cards.get(key);
        return card == null || card.number().isEmpty()
                ? otherwise
                : (long) card.number().getAsDouble();
    }

    /** COMMENT and HISTORY. */
    List<Card> remarks() {
        return remarks;
    }

    Iterable<Card> cards() {
        return cards.values();
    }

    /** Bytes of data behind the header, padding included (equation 2); -1 where the numbers make no sense. */
    long dataLength() {
        long axes = number("NAXIS", 0);
        if (axes == 0) {
            return 0;
        }
        if (axes < 0 || axes > 999) {
            return -1;
        }
        try {
            long elements = 1;
            for (int axis = 1; axis <= axes; axis++) {
                long length = number("NAXIS" + axis, 0);
                // Random groups say 0 for their first axis.
                elements = axis == 1 && length == 0 && text("GROUPS").equals("T")
                        ? 1
                        : Math.multiplyExact(elements, length);
            }
            long bytes = Math.multiplyExact(
                    Math.multiplyExact(Math.abs(number("BITPIX", 8)) / 8, number("GCOUNT", 1)),
                    Math.addExact(number("PCOUNT", 0), elements));
            return bytes < 0 ? -1 : Math.multiplyExact(Math.ceilDiv(bytes, BLOCK), (long) BLOCK);
        } catch (ArithmeticException e) {
            return -1;
        }
    }
}

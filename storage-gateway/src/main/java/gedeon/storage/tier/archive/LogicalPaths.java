package gedeon.storage.tier.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.ObjectKey;

/**
 * Where a version's content lies in its batch: {@code NOTEBOOK/BUCKET/KEY@VERSION}, in characters that every file system and tool takes. All else is escaped
 * as in a URL, so that any decoder of those gives the key again; names that are too long are cut and end with {@code ~}, and gedeon.jsonl has them whole. The
 * version makes a path the only one of its kind.
 */
public final class LogicalPaths {
    private static final int LONGEST_NAME = 180;

    private LogicalPaths() {}

    /** @param longest characters that it may have, at least 500 */
    public static String of(String notebook, String bucket, ObjectKey key, String version, int longest) {
        String before = name(notebook) + '/' + name(bucket) + '/';
        return before + key(key.bytes(), longest - before.length() - 1 - version.length()) + '@' + version;
    }

    /** Of what is encrypted, whose key its form keeps sealed. */
    public static String ofEncrypted(String version) {
        return "encrypted/" + version;
    }

    private static String name(String text) {
        StringBuilder name = new StringBuilder();
        for (byte one : text.getBytes(UTF_8)) {
            escape(name, one);
        }
        return cut(name, LONGEST_NAME);
    }

    /** A slash stays one where it stands between two names; one that would make an empty name is escaped. */
    private static String key(byte[] key, int longest) {
        StringBuilder whole = new StringBuilder();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < key.length && whole.length() < longest; i++) {
            boolean separates = key[i] == '/' && !name.isEmpty() && i + 1 < key.length && key[i + 1] != '/';
            if (separates) {
                whole.append(cut(name, LONGEST_NAME)).append('/');
                name.setLength(0);
            } else {
                escape(name, key[i]);
            }
        }
        whole.append(name.isEmpty() ? "~" : cut(name, LONGEST_NAME));
        return cut(whole, longest - 1);
    }

    private static void escape(StringBuilder to, byte one) {
        boolean plain = one >= 'a' && one <= 'z'
                || one >= 'A' && one <= 'Z'
                || one >= '0' && one <= '9'
                || " ()+,-._=".indexOf(one) >= 0;
        // A name of dots alone is a place of its own on disks.
        if (!plain || to.isEmpty() && (one == '.' || one == ' ')) {
            to.append('%').append(hex(one >> 4)).append(hex(one));
        } else {
            to.append((char) one);
        }
    }

    private static char hex(int four) {
        return "0123456789ABCDEF".charAt(four & 15);
    }

    /** Never within an escaped byte. */
    private static String cut(StringBuilder name, int longest) {
        if (name.length() <= longest) {
            return name.toString();
        }
        int end = longest;
        int escaped = name.lastIndexOf("%", end - 1);
        if (escaped >= end - 2) {
            end = escaped;
        }
        return name.substring(0, end) + '~';
    }
}

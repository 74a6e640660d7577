package gedeon.storage.s3.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.s3.S3Error;
import gedeon.storage.s3.cors.CorsRules;
import gedeon.storage.s3.lifecycle.LifecycleXml;
import gedeon.storage.s3.notifications.NotificationRules;
import gedeon.storage.s3.xml.XmlTree;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Bodies in XML; the first byte chooses whose. A tree holds no more than the body it was read from, and what is kept of a bucket's rules reads as what was
 * kept.
 */
public final class XmlTarget {
    private XmlTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(bytes, 1, bytes.length);
        switch (bytes[0]) {
            case 'c' ->
                stable(body, text -> CorsRules.read(text.getBytes(UTF_8)).text());
            case 'l' -> stable(body, text -> LifecycleXml.text(LifecycleXml.read(text.getBytes(UTF_8))));
            case 'n' ->
                stable(
                        body,
                        text -> NotificationRules.read(text.getBytes(UTF_8)).text());
            default -> bounded(body);
        }
    }

    private static void bounded(byte[] body) {
        XmlTree tree;
        try {
            tree = XmlTree.read(body, "Delete");
        } catch (S3Error declared) {
            return;
        }
        if (size(tree) > body.length) {
            throw new IllegalStateException("a body of " + body.length + " bytes became " + size(tree) + " characters");
        }
    }

    /** An element costs four characters at least. */
    private static long size(XmlTree tree) {
        return 4L
                + tree.text().length()
                + tree.children().stream().mapToLong(XmlTarget::size).sum();
    }

    private static void stable(byte[] body, UnaryOperator<String> kept) {
        String once;
        try {
            once = kept.apply(new String(body, UTF_8));
        } catch (S3Error declared) {
            return;
        }
        String twice = kept.apply(once);
        if (!twice.equals(once)) {
            throw new IllegalStateException("rules that are kept read otherwise: " + once + " and " + twice);
        }
    }
}

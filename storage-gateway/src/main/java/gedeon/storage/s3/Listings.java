package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore.Entry;
import gedeon.storage.objects.ObjectStore.Page;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ListObjects and ListObjectsV2. */
final class Listings {
    private static final int MOST = 1000;

    private Listings() {}

    static void offer(Routes routes) {
        routes.add(Target.BUCKET, "GET", "", Listings::objects);
    }

    private static void objects(Call call) throws IOException {
        if (call.query().get("list-type").filter("2"::equals).isPresent()) {
            second(call);
        } else {
            first(call);
        }
    }

    record Asked(String prefix, String delimiter, int max, boolean encoded) {
        String text(byte[] key) {
            return encoded ? Uri.encode(key, true) : new String(key, UTF_8);
        }

        /** The prefix of a first-version listing, which clients do not decode: as it is, unless XML cannot say it. */
        String readable(String given) {
            return given.chars().allMatch(c -> c >= ' ' || c == '\t' || c == '\n' || c == '\r') ? given : text(given);
        }

        String text(String given) {
            return encoded ? Uri.encode(given, true) : given;
        }
    }

    static Asked asked(Call call) {
        return asked(call, "max-keys");
    }

    static Asked asked(Call call, String maximum) {
        Optional<String> encoding = call.query().get("encoding-type");
        if (encoding.filter(one -> !one.equals("url")).isPresent()) {
            throw S3Error.invalidArgument("encoding-type is url");
        }
        return new Asked(
                call.query().get("prefix").orElse(""),
                call.query().get("delimiter").orElse(""),
                call.query().number(maximum, 0, MOST).orElse(MOST),
                encoding.isPresent());
    }

    private static void first(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.LIST_BUCKET);
        Asked asked = asked(call);
        String marker = call.query().get("marker").orElse("");
        Page page = page(call, bucket, asked, marker.getBytes(UTF_8), true);
        XmlWriter xml = head("ListBucketResult", bucket, asked, asked.readable(asked.prefix()))
                .element("Marker", asked.text(marker));
        body(call, bucket, xml, page, asked, true);
        if (page.truncated() && page.next() != null) {
            xml.element("NextMarker", asked.text(page.next()));
        }
        call.xml(xml, "ListBucketResult");
    }

    private static void second(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.LIST_BUCKET);
        Asked asked = asked(call);
        Optional<String> token = call.query().get("continuation-token");
        Optional<String> start = call.query().get("start-after");
        byte[] after =
                token.map(Listings::fromToken).orElseGet(() -> start.orElse("").getBytes(UTF_8));
        boolean owners = call.query().get("fetch-owner").filter("true"::equals).isPresent();
        Page page = page(call, bucket, asked, after, owners);
        XmlWriter xml = head("ListBucketResult", bucket, asked)
                .element("KeyCount", page.entries().size());
        token.ifPresent(text -> xml.element("ContinuationToken", text));
        start.ifPresent(text -> xml.element("StartAfter", asked.text(text)));
        body(call, bucket, xml, page, asked, owners);
        if (page.truncated() && page.next() != null) {
            xml.element("NextContinuationToken", token(page.next()));
        }
        call.xml(xml, "ListBucketResult");
    }

    static String token(byte[] last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last);
    }

    static byte[] fromToken(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw S3Error.invalidArgument("the continuation token is not one of this store's");
        }
    }

    /** Versions are asked for their owner only where the bucket's ownership lets it be another than the bucket's. */
    private static Page page(Call call, Bucket bucket, Asked asked, byte @Nullable [] after, boolean owners) {
        return call.store()
                .list(
                        bucket,
                        asked.prefix().getBytes(UTF_8),
                        asked.delimiter().getBytes(UTF_8),
                        after,
                        asked.max(),
                        owners && call.access().ownership(bucket).lists());
    }

    static XmlWriter head(String root, Bucket bucket, Asked asked) {
        return head(root, bucket, asked, asked.text(asked.prefix()));
    }

    private static XmlWriter head(String root, Bucket bucket, Asked asked, String prefix) {
        XmlWriter xml = XmlWriter.root(root)
                .element("Name", bucket.name())
                .element("Prefix", prefix)
                .element("MaxKeys", asked.max());
        if (!asked.delimiter().isEmpty()) {
            xml.element("Delimiter", asked.text(asked.delimiter()));
        }
        return asked.encoded() ? xml.element("EncodingType", "url") : xml;
    }

    private static void body(Call call, Bucket bucket, XmlWriter xml, Page page, Asked asked, boolean owner) {
        xml.element("IsTruncated", String.valueOf(page.truncated()));
        for (Entry entry : page.entries()) {
            if (entry instanceof Entry.Key key) {
                xml.open("Contents")
                        .element("Key", asked.text(key.key()))
                        .element("LastModified", key.modified().toString())
                        .element("ETag", "\"" + key.etag() + "\"")
                        .element("Size", key.size());
                if (owner) {
                    Integer notebook = key.owner();
                    Owners.write(xml, "Owner", call.owner(notebook == null ? bucket.notebook() : notebook));
                }
                xml.element("StorageClass", key.storageClass()).close("Contents");
            }
        }
        for (Entry entry : page.entries()) {
            if (entry instanceof Entry.CommonPrefix common) {
                xml.open("CommonPrefixes")
                        .element("Prefix", asked.text(common.prefix()))
                        .close("CommonPrefixes");
            }
        }
    }
}

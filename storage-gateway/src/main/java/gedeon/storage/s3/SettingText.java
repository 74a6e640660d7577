package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import java.io.IOException;

/** A text that a bucket keeps and that many requests read: at most 64 KiB, as it is sent and as it is kept. */
final class SettingText {
    static final int LARGEST = 64 << 10;

    private SettingText() {}

    /** The body that says the setting. @throws S3Error MalformedXML where it is longer */
    static byte[] read(Call call) throws IOException {
        return SmallBody.read(call, LARGEST);
    }

    /** Keeps what was read, which names and defaults of ours may have made longer. @throws S3Error InvalidRequest where it is longer */
    static void keep(Call call, Bucket bucket, BucketSetting which, String text) {
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > LARGEST) {
            throw S3Error.invalidRequest("what bucket " + bucket.name() + " would keep of this takes " + bytes
                    + " bytes, at most " + (LARGEST >> 10) + " KiB are kept; say it in fewer or shorter rules");
        }
        call.store().set(bucket, which, text);
    }
}

package gedeon.storage.s3;

import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.s3.Routes.Target;
import gedeon.storage.s3.access.S3Action;
import gedeon.storage.s3.notifications.NotificationRules;
import gedeon.storage.s3.notifications.WebhookArn;
import gedeon.storage.s3.xml.XmlWriter;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiPredicate;

/** GetBucketNotificationConfiguration, PutBucketNotificationConfiguration. */
final class NotificationOperations {
    private NotificationOperations() {}

    static void offer(Routes routes, BiPredicate<Integer, String> webhooks) {
        routes.add(Target.BUCKET, "GET", "notification", NotificationOperations::get)
                .add(Target.BUCKET, "PUT", "notification", call -> put(call, webhooks));
    }

    private static void get(Call call) throws IOException {
        Bucket bucket = call.bucket(S3Action.GET_NOTIFICATION);
        String root = "NotificationConfiguration";
        if (bucket.setting(BucketSetting.NOTIFICATION).isEmpty()) {
            call.xml(XmlWriter.root(root), root);
        } else {
            call.text(200, bucket.setting(BucketSetting.NOTIFICATION).orElse(""));
        }
    }

    private static void put(Call call, BiPredicate<Integer, String> webhooks) throws IOException {
        Bucket bucket = call.bucket(S3Action.PUT_NOTIFICATION);
        NotificationRules rules = NotificationRules.read(SettingText.read(call));
        rules.requireApart();
        rules.rules().forEach(rule -> {
            WebhookArn target = rule.target();
            if (target.notebook() != bucket.notebook() || !webhooks.test(target.notebook(), target.name())) {
                throw S3Error.invalidArgument("Unable to validate the following destination configurations: "
                        + target.text() + " is no webhook of the bucket's notebook; gedeon webhook add registers one");
            }
        });
        if (rules.rules().isEmpty()) {
            call.store().set(bucket, BucketSetting.NOTIFICATION, null);
        } else {
            SettingText.keep(call, bucket, BucketSetting.NOTIFICATION, rules.text());
        }
        call.empty(200, Map.of());
    }
}

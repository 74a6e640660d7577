package gedeon.server.rest;

import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The bucket for a notebook's raw data: {@code raw-NAME} in lower case by S3's rules; with the notebook's number where two names would meet. */
@Component
class RawBuckets {
    private final ObjectStore objects;

    RawBuckets(ObjectStore objects) {
        this.objects = objects;
    }

    void create(NotebookRow notebook) {
        String plain = plain(notebook.name());
        String name = objects.bucket(plain).isEmpty() ? plain : numbered(notebook);
        objects.createRawBucket(notebook.id(), name);
    }

    String name(NotebookRow notebook) {
        String plain = plain(notebook.name());
        return objects.bucket(plain)
                .filter(bucket -> bucket.notebook() == notebook.id())
                .map(Bucket::name)
                .orElseGet(() -> numbered(notebook));
    }

    static String plain(String notebook) {
        String clean =
                notebook.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String name = "raw-" + (clean.isEmpty() ? "x" : clean);
        return (name.length() > 50 ? name.substring(0, 50) : name).replaceAll("-+$", "");
    }

    private static String numbered(NotebookRow notebook) {
        return plain(notebook.name()) + "-" + notebook.id();
    }
}

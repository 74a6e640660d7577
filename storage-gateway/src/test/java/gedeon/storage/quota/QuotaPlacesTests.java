package gedeon.storage.quota;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Attributes;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectKey;
import gedeon.storage.QuotaPlaces.Places;
import gedeon.storage.QuotaPlaces.Share;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Conditions;
import gedeon.storage.objects.ObjectStore.PartNamed;
import gedeon.storage.objects.ObjectStore.Upload;
import gedeon.storage.objects.ObjectStore.WholeDeclared;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies where adds up to what is used, versions and open parts alike. */
class QuotaPlacesTests {
    private static final int MIB = 1 << 20;

    @Test
    void theSumsAreWhatIsUsed() throws Exception {
        try (Gateway gateway = TestGateway.open()) {
            int notebook = TestGateway.notebook(gateway, "nmr", 1 << 30).id();
            ObjectStore store = gateway.store();
            Bucket one = store.createBucket(notebook, "one", true);
            Bucket two = store.createBucket(notebook, "two", false);
            store.put(TestGateway.aPut(one, "a", new byte[10]));
            store.put(TestGateway.aPut(one, "a", new byte[20]));
            store.put(TestGateway.aPut(two, "b", new byte[2 * MIB]));
            Upload whole = store.createUpload(two, ObjectKey.of("c"), Attributes.NONE, null, false, -1);
            List<PartNamed> parts = Stream.of(1, 2)
                    .map(number -> new PartNamed(number, part(store, whole, number, 5 * MIB)))
                    .toList();
            store.complete(whole, parts, Conditions.NONE, WholeDeclared.NOTHING);
            Upload open = store.createUpload(two, ObjectKey.of("d"), Attributes.NONE, null, false, -1);
            part(store, open, 1, 7);
            Bucket other = store.createBucket(
                    TestGateway.notebook(gateway, "other", 1000).id(), "other", false);
            store.put(TestGateway.aPut(other, "e", new byte[500]));

            Places places = gateway.quotaPlaces().places(notebook);
            assertThat(places.counted()).isTrue();
            assertThat(places.openBytes()).isEqualTo(7);
            assertThat(places.classes()).containsExactly(new Share("STANDARD", 30 + 12 * MIB, 4));
            assertThat(places.tiers())
                    .singleElement()
                    .satisfies(tier -> assertThat(tier.bytes()).isEqualTo(37 + 12 * MIB))
                    .satisfies(tier -> assertThat(tier.objects()).isEqualTo(4));
            assertThat(gateway.quotas()
                            .quota(new Scope.OfNotebook(notebook))
                            .used()
                            .value())
                    .isEqualTo(37 + 12 * MIB);
        }
    }

    private static String part(ObjectStore store, Upload upload, int number, int bytes) {
        try {
            return store.putPart(upload, number, TestGateway.aPut(upload.bucket(), "part", new byte[bytes]))
                    .etag();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package gedeon.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.server.web.ProvenancePicture.Box;
import gedeon.server.web.ProvenancePicture.Node;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProvenancePictureTests {
    private static final Node ACTIVITY = new Node("Acquisition", "24 Nov 2026, 14:22 UTC");
    private static final Node DATASET = new Node("Dataset", "run-1.d");
    private static final Node PLAN = new Node("Plan", "Caffeine");

    private static List<Node> used(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Node("Software", "tool-" + i))
                .toList();
    }

    @Test
    void everyBoxLiesInThePictureAndUponNoOther() {
        for (int count = 0; count <= 7; count++) {
            ProvenancePicture picture = ProvenancePicture.of(used(count), ACTIVITY, DATASET, PLAN);
            assertThat(picture.boxes()).hasSize(count + 3);
            assertThat(picture.arrows()).hasSize(count + 2);
            assertThat(picture.boxes()).allSatisfy(box -> {
                assertThat(box.x() + box.width()).isLessThanOrEqualTo(picture.width());
                assertThat(box.y() + box.height()).isLessThanOrEqualTo(picture.height());
            });
            assertThat(picture.boxes())
                    .allSatisfy(box -> assertThat(picture.boxes())
                            .filteredOn(other -> other != box && overlap(box, other))
                            .isEmpty());
        }
    }

    private static boolean overlap(Box one, Box other) {
        return one.x() < other.x() + other.width()
                && other.x() < one.x() + one.width()
                && one.y() < other.y() + other.height()
                && other.y() < one.y() + one.height();
    }

    @Test
    void withoutAPlanThePictureEndsWithTheDataset() {
        assertThat(ProvenancePicture.of(used(1), ACTIVITY, DATASET, null).boxes())
                .extracting(Box::css)
                .containsExactly("used", "activity", "dataset");
    }

    @Test
    void aLongNameKeepsItsBeginningAndItsEndAndNoCharacterIsCutInTwo() {
        String name = "😀".repeat(40) + "_0001.raw";
        Box box = ProvenancePicture.of(List.of(), ACTIVITY, new Node("Dataset", name), null)
                .boxes()
                .getLast();
        assertThat(box.whole()).isEqualTo(name);
        assertThat(box.name()).startsWith("😀").contains("…").endsWith("_0001.raw");
        assertThat(box.name()
                        .codePoints()
                        .filter(point -> point >= 0xD800 && point <= 0xDFFF)
                        .count())
                .isZero();
    }
}

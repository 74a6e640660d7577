package gedeon.storage.journal.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.Await;
import gedeon.storage.Restores;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.archive.Archived;
import gedeon.storage.objects.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lies in an archive alone is named again, says so, and comes back when it is asked for. */
class ArchiveRebuildTests extends Archived {
    @Test
    void whatIsSealedIsNamedAgainAndCanBeRestored() throws Exception {
        archiving("old/");
        byte[] body = random(200_000);
        StoredVersion version = archived("old/1", body);
        StoredVersion near = put("near", random(300));
        awaitSealed(1);
        Await.until(() -> in(version).equals(List.of(archive.id())));
        gateway.journal().flush();
        gateway.close();

        RebuildReport report = rebuild(folder.resolve("house"));
        assertThat(report.missing()).isZero();
        assertThat(read(near)).isEqualTo(random(300));
        Await.until(() -> found("old/1").archived());
        assertThatThrownBy(() -> read(found("old/1")))
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.reason()).isEqualTo(Refusal.Reason.ARCHIVED));
        Restores restores = gateway.store().restores();
        restores.restore(found("old/1"), 1);
        Await.until(() ->
                restores.of(found("old/1")).filter(of -> of.until() != null).isPresent());
        assertThat(read(found("old/1"))).isEqualTo(body);
    }
}

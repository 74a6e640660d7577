package gedeon.server.rest;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.kernel.FinishRule;
import gedeon.metadata.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Watched folders between the wire and the catalogue. */
final class Sources {
    private Sources() {}

    static Source source(SourceBody body) {
        return new Source(
                body.name(),
                body.folder(),
                body.pattern(),
                body.kind() == SourceKind.FOLDER ? Source.Kind.FOLDER : Source.Kind.FILE,
                body.marker(),
                Duration.ofSeconds(body.quietSeconds()),
                body.prefix() == null ? "" : body.prefix(),
                body.experiment(),
                1,
                body.rule() == null || body.rule().isBlank() ? null : body.rule());
    }

    static SourceBody body(Source source) {
        return body(source, null);
    }

    /** @param finish its rule as agents go by it; null for who only looks */
    static SourceBody body(Source source, @Nullable FinishRule finish) {
        return new SourceBody(
                source.name(),
                source.folder(),
                source.pattern(),
                source.kind() == Source.Kind.FOLDER ? SourceKind.FOLDER : SourceKind.FILE,
                source.marker(),
                (int) source.quiet().toSeconds(),
                source.prefix(),
                source.experiment(),
                source.version(),
                source.rule(),
                finish);
    }
}

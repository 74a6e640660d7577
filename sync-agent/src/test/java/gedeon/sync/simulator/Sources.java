package gedeon.sync.simulator;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.kernel.FinishRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The watched folder under a rule: one of those that come with the server, as they are shipped, or a source's own. */
final class Sources {
    private static final List<FinishRule> SHIPPED = shipped();

    private Sources() {}

    private static List<FinishRule> shipped() {
        Path module = Path.of(System.getProperty("basedir", "."));
        try {
            return JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build()
                    .readValue(
                            Files.readString(module.resolve(
                                    "../fair-metadata/src/main/resources/gedeon/metadata/rules/shipped.json")),
                            new TypeReference<List<FinishRule>>() {});
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Function<Path, SourceBody> shipped(String name) {
        FinishRule rule = SHIPPED.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return folder ->
                new SourceBody("s", folder.toString(), null, SourceKind.FILE, null, 60, "lab", null, 1, name, rule);
    }

    static Function<Path, SourceBody> own(SourceKind kind, String pattern, @Nullable String marker, int quietSeconds) {
        return folder ->
                new SourceBody("own-" + kind, folder.toString(), pattern, kind, marker, quietSeconds, "lab", null, 1);
    }
}

package gedeon.server.assembly;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which folders of this machine may be taken into notebooks.
 *
 * @param from absolute paths; what lies below one of them may be adopted, and nothing else: none where it is empty
 */
@ConfigurationProperties("gedeon.adoption")
record AdoptionSettings(@DefaultValue List<Path> from) {
    AdoptionSettings {
        for (Path one : from) {
            if (!one.isAbsolute()) {
                throw new IllegalArgumentException("gedeon.adoption.from names absolute paths, was \"" + one + "\"");
            }
        }
    }
}

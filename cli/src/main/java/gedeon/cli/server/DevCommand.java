package gedeon.cli.server;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code gedeon dev}: as {@code up}, with pages, styles and messages read from the source folders at every request. */
@Command(name = "dev")
public final class DevCommand extends UpCommand {
    @Override
    List<String> more() {
        return List.of("GEDEON_DEV=true", "SPRING_THYMELEAF_CACHE=false", "SPRING_WEB_RESOURCES_CACHE_PERIOD=0");
    }
}

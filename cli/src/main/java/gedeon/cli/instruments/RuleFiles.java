package gedeon.cli.instruments;

import gedeon.cli.ExitCode;
import gedeon.cli.Refusal;
import gedeon.cli.Shell;
import gedeon.kernel.FinishRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rules that people write as JSON. */
final class RuleFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RuleFiles() {}

    /** Whether a name is one of a file: rules' names hold neither dots nor slashes. */
    static boolean isFile(String name) {
        return name.contains(".") || name.contains("/") || name.contains("\\");
    }

    /** @throws Refusal naming the file and what of it is wrong */
    static FinishRule read(Shell shell, Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), FinishRule.class);
        } catch (JacksonException e) {
            Throwable cause = e.getCause();
            throw new Refusal(
                    ExitCode.USAGE,
                    file + ": "
                            + (cause instanceof IllegalArgumentException
                                    ? cause.getMessage()
                                    : e.getOriginalMessage()));
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, shell.say("unreadable", file));
        }
    }
}

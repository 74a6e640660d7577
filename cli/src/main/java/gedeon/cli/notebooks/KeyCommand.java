package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Verb;
import gedeon.client.wire.NewKey;
import gedeon.client.wire.NewTemporaryKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon key}. */
@Command(
        name = "key",
        subcommands = {
            KeyCommand.Create.class,
            KeyCommand.Temporary.class,
            KeyCommand.ListAll.class,
            KeyCommand.Revoke.class
        })
public final class KeyCommand extends Group {
    /** The roles that a key may carry. */
    enum Role {
        OWNER,
        MANAGER,
        CONTRIBUTOR,
        READER
    }

    @Command(name = "create")
    static final class Create extends Answering {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Option(names = "--role", paramLabel = "ROLE")
        @Nullable Role role;

        @Override
        protected ExitCode act() {
            return show(client().createKey(
                            notebook,
                            new NewKey(role == null ? null : role.name().toLowerCase(Locale.ROOT))));
        }
    }

    /** The roles that a temporary key may carry. */
    enum Trusted {
        READER,
        CONTRIBUTOR
    }

    @Command(name = "temporary")
    static final class Temporary extends Answering {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Option(names = "--bucket", paramLabel = "BUCKET")
        @Nullable String bucket;

        @Option(names = "--prefix", paramLabel = "PREFIX")
        @Nullable String prefix;

        @Option(names = "--role", paramLabel = "ROLE")
        @Nullable Trusted role;

        @Option(names = "--minutes", paramLabel = "N")
        @Nullable Integer minutes;

        @Override
        protected ExitCode act() {
            return show(client().createTemporaryKey(
                            notebook,
                            new NewTemporaryKey(
                                    role == null ? null : role.name().toLowerCase(Locale.ROOT),
                                    bucket,
                                    prefix,
                                    minutes == null ? null : 60L * minutes)));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Override
        protected ExitCode act() {
            return show(client().keys(notebook));
        }
    }

    @Command(name = "revoke")
    static final class Revoke extends Verb {
        @Parameters(paramLabel = "ACCESS-KEY", descriptionKey = "access-key")
        String accessKey = "";

        @Override
        protected ExitCode act() {
            client().deleteKey(accessKey);
            return ExitCode.DONE;
        }
    }
}

package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.client.wire.DisposalBody;
import gedeon.client.wire.NewDisposal;
import gedeon.client.wire.NewEncryption;
import gedeon.client.wire.NewEncryptionKey;
import gedeon.client.wire.NewWithdrawal;
import gedeon.client.wire.RenewedKey;
import java.io.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon encryption}. */
@Command(
        name = "encryption",
        subcommands = {
            EncryptionCommand.Status.class,
            EncryptionCommand.Default.class,
            EncryptionCommand.Key.class,
            EncryptionCommand.Rotate.class,
            EncryptionCommand.Renew.class,
            EncryptionCommand.Withdraw.class,
            EncryptionCommand.Destroy.class
        })
public final class EncryptionCommand extends Group {
    /** Of all notebooks, or of one. */
    @Command(name = "status")
    static final class Status extends Answering {
        @Parameters(paramLabel = "NOTEBOOK", arity = "0..1", descriptionKey = "notebook")
        @Nullable String notebook;

        @Override
        protected ExitCode act() {
            return notebook == null ? show(client().encryption()) : show(client().encryption(notebook));
        }
    }

    /** Whether a notebook encrypts what no request says otherwise of. */
    enum Choice {
        ON,
        OFF
    }

    @Command(name = "default")
    static final class Default extends Answering {
        @Parameters(index = "0", paramLabel = "NOTEBOOK", descriptionKey = "notebook")
        String notebook = "";

        @Parameters(index = "1", paramLabel = "on|off", descriptionKey = "encryption-default")
        Choice choice = Choice.ON;

        @Override
        protected ExitCode act() {
            return show(client().setEncryption(notebook, new NewEncryption(choice == Choice.ON)));
        }
    }

    /** {@code gedeon encryption key}. */
    @Command(
            name = "key",
            subcommands = {KeyCreate.class})
    static final class Key extends Group {}

    @Command(name = "create")
    static final class KeyCreate extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Override
        protected ExitCode act() {
            return show(client().createEncryptionKey(notebook, new NewEncryptionKey(name)));
        }
    }

    @Command(name = "rotate")
    static final class Rotate extends Answering {
        @Override
        protected ExitCode act() {
            return show(client().rotateMasterKey());
        }
    }

    /** Verbs on the keys of one notebook. */
    abstract static class OfNotebook extends Answering {
        @Parameters(paramLabel = "NOTEBOOK", descriptionKey = "notebook")
        String notebook = "";
    }

    @Command(name = "renew")
    static final class Renew extends OfNotebook {
        @Option(names = "--key", paramLabel = "NAME", descriptionKey = "encryption-key")
        @Nullable String key;

        @Override
        protected ExitCode act() {
            return show(client().renewEncryptionKey(notebook, new RenewedKey(key)));
        }
    }

    @Command(name = "withdraw")
    static final class Withdraw extends OfNotebook {
        @Option(names = "--key", paramLabel = "NAME", descriptionKey = "encryption-key")
        @Nullable String key;

        @Option(names = "--generation", paramLabel = "N", required = true, descriptionKey = "generation")
        int generation;

        @Override
        protected ExitCode act() {
            return show(client().withdrawEncryptionKey(notebook, new NewWithdrawal(key, generation)));
        }
    }

    /** Asks for the notebook's name again, unless {@code --confirm} gives it. */
    @Command(name = "destroy")
    static final class Destroy extends OfNotebook {
        @Option(names = "--dry-run", descriptionKey = "dry-run")
        boolean dryRun;

        @Option(names = "--confirm", paramLabel = "NOTEBOOK", descriptionKey = "confirm")
        @Nullable String confirm;

        @Option(names = "--bypass-governance", descriptionKey = "bypass-governance")
        boolean bypass;

        @Override
        protected ExitCode act() {
            DisposalBody preview = client().destroyEncryptionKeys(notebook, new NewDisposal("", bypass), true);
            if (dryRun) {
                show(preview);
                return preview.allowed() ? ExitCode.DONE : ExitCode.REFUSED;
            }
            return show(client().destroyEncryptionKeys(notebook, new NewDisposal(confirmed(preview), bypass), false));
        }

        private String confirmed(DisposalBody preview) {
            if (confirm != null) {
                return confirm;
            }
            Console console = System.console();
            if (console == null) {
                throw new Refusal(ExitCode.USAGE, shell().say("destroy-unconfirmed", notebook));
            }
            String answer = console.readLine(
                    "%s ", shell().say("destroy-question", preview.versions(), preview.bytes(), notebook));
            return answer == null ? "" : answer.strip();
        }
    }
}

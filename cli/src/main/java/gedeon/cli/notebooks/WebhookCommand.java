package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Verb;
import gedeon.client.wire.NewWebhook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon webhook}. */
@Command(
        name = "webhook",
        subcommands = {WebhookCommand.Add.class, WebhookCommand.ListAll.class, WebhookCommand.Remove.class})
public final class WebhookCommand extends Group {
    @Command(name = "add")
    static final class Add extends Answering {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Option(names = "--url", paramLabel = "URL", descriptionKey = "webhook-url", required = true)
        String url = "";

        @Parameters(paramLabel = "NAME", descriptionKey = "webhook-name")
        String name = "";

        @Override
        protected ExitCode act() {
            return show(client().addWebhook(notebook, new NewWebhook(name, url)));
        }
    }

    @Command(name = "list")
    static final class ListAll extends Answering {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Override
        protected ExitCode act() {
            return show(client().webhooks(notebook));
        }
    }

    @Command(name = "remove")
    static final class Remove extends Verb {
        @Option(names = "--notebook", paramLabel = "NOTEBOOK", required = true)
        String notebook = "";

        @Parameters(paramLabel = "NAME", descriptionKey = "webhook-name")
        String name = "";

        @Override
        protected ExitCode act() {
            client().removeWebhook(notebook, name);
            return ExitCode.DONE;
        }
    }
}

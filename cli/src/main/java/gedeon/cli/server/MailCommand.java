package gedeon.cli.server;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.cli.Refusal;
import gedeon.cli.Verb;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon mail}. */
@Command(
        name = "mail",
        subcommands = {MailCommand.Address.class, MailCommand.Test.class})
public final class MailCommand extends Group {
    @Command(name = "address")
    static final class Address extends Answering {
        @Parameters(paramLabel = "ADDRESS", arity = "0..1", descriptionKey = "mail-address")
        @Nullable String address;

        @Option(names = "--remove", descriptionKey = "mail-remove")
        boolean remove;

        @Option(names = "--of", paramLabel = "NAME", descriptionKey = "mail-of")
        @Nullable String of;

        @Override
        protected ExitCode act() {
            if (remove && address != null) {
                throw new Refusal(ExitCode.USAGE, shell().say("mail-one"));
            }
            boolean set = remove || address != null;
            if (of == null) {
                return show(set ? client().setEmail(address) : client().me());
            }
            return show(set ? client().setEmailOf(of, address) : client().account(of));
        }
    }

    @Command(name = "test")
    static final class Test extends Verb {
        @Option(names = "--to", required = true, paramLabel = "ADDRESS", descriptionKey = "mail-to")
        String to = "";

        @Override
        protected ExitCode act() {
            client().testMail(to);
            shell().out().println(shell().say("mail-sent", to));
            return ExitCode.DONE;
        }
    }
}

package gedeon.cli.catalogue;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Group;
import gedeon.client.wire.FileBody;
import gedeon.client.wire.ReceiptKeyBody;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code gedeon receipt}. */
@Command(
        name = "receipt",
        subcommands = {ReceiptCommand.Key.class, ReceiptCommand.Verify.class})
public final class ReceiptCommand extends Group {
    @Command(name = "key")
    static final class Key extends Answering {
        @Override
        protected ExitCode act() {
            return show(client().receiptKey());
        }
    }

    @Command(name = "verify")
    static final class Verify extends Answering {
        @Parameters(index = "0", paramLabel = "ID", descriptionKey = "dataset-id")
        String id = "";

        @Option(names = "--key", paramLabel = "FILE", descriptionKey = "receipt-key")
        @Nullable Path keyFile;

        @Override
        protected ExitCode act() throws IOException {
            ReceiptKeyBody key = keyFile == null
                    ? client().receiptKey()
                    : JsonMapper.shared().readValue(java.nio.file.Files.readString(keyFile), ReceiptKeyBody.class);
            String receipt = client().datasetReceipt(id).receipt();
            List<FileBody> files =
                    everyPage(after -> client().datasetFiles(id, after)).items();
            ReceiptCheck.Found found = ReceiptCheck.check(receipt, key, files);
            show(found);
            if (!asJson()) {
                found.findings().forEach(finding -> shell().err().println(shell().say(finding)));
            }
            return found.findings().isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
        }
    }
}

package gedeon.server.assembly;

import gedeon.kernel.ByteCount;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookKind;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Makes the admin, the first unit and the notebook {@code sandbox} where they are missing, and writes {@code credentials.env}. Steps that a crash left out are
 * done by the next start; a lost file is written anew with a new token and key, for who owns the home owns the server.
 */
@Component
public class FirstStart {
    private static final String UNIT = "institution";
    private static final String SANDBOX = "sandbox";

    private final Notebooks notebooks;
    private final ObjectStore objects;

    FirstStart(Notebooks notebooks, ObjectStore objects) {
        this.notebooks = notebooks;
        this.objects = objects;
    }

    /** Brings {@code home/credentials.env} up to date with the addresses of this start. */
    public void complete(Home home, URI pages, URI s3) throws IOException {
        long admin = notebooks.account("admin", Principal.Kind.PERSON).id();
        notebooks.grant(admin, Role.ADMIN, On.INSTITUTION);
        if (notebooks.unit(UNIT).isEmpty()) {
            notebooks.createUnit(UNIT, null, null);
        }
        NotebookRow sandbox = notebooks
                .notebook(SANDBOX)
                .orElseGet(() -> notebooks.createNotebook(
                        SANDBOX, UNIT, tenthOfFreeDisk(home.root()), NotebookKind.RESEARCH_GROUP));
        notebooks.grant(admin, Role.OWNER, new On.Notebook(sandbox.id()));
        if (objects.bucket("raw-" + SANDBOX).isEmpty()) {
            objects.createRawBucket(sandbox.id(), "raw-" + SANDBOX);
        }
        Home.writePrivate(home.credentials(), String.join("\n", lines(home, pages, s3, admin, sandbox)) + "\n");
    }

    private List<String> lines(Home home, URI pages, URI s3, long admin, NotebookRow sandbox) throws IOException {
        List<String> secrets = Files.exists(home.credentials())
                ? Files.readAllLines(home.credentials()).stream()
                        .filter(line -> line.startsWith("GEDEON_TOKEN=")
                                || line.startsWith("GEDEON_ACCESS_KEY=")
                                || line.startsWith("GEDEON_SECRET_KEY="))
                        .toList()
                : List.of();
        if (secrets.size() != 3) {
            notebooks.revokeToken(admin, "home");
            Notebooks.AccessKey key = notebooks.issueKey(admin, sandbox.id(), Role.OWNER);
            secrets = List.of(
                    "GEDEON_TOKEN=" + notebooks.issueToken(admin, "home", null),
                    "GEDEON_ACCESS_KEY=" + key.accessKey(),
                    "GEDEON_SECRET_KEY=" + key.secretKey());
        }
        return Stream.concat(Stream.of("GEDEON_URL=" + pages, "GEDEON_S3_URL=" + s3), secrets.stream())
                .toList();
    }

    private static ByteCount tenthOfFreeDisk(Path home) {
        try {
            return ByteCount.of(Files.getFileStore(home).getUsableSpace() / 10);
        } catch (IOException e) {
            throw new UncheckedIOException("the free space of " + home + " cannot be read", e);
        }
    }
}

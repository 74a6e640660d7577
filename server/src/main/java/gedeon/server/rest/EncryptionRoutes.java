package gedeon.server.rest;

import gedeon.client.wire.DisposalBody;
import gedeon.client.wire.EncryptionKeyBody;
import gedeon.client.wire.EncryptionStatus;
import gedeon.client.wire.NewDisposal;
import gedeon.client.wire.NewEncryption;
import gedeon.client.wire.NewEncryptionKey;
import gedeon.client.wire.NewWithdrawal;
import gedeon.client.wire.NotebookEncryption;
import gedeon.client.wire.RenewedKey;
import gedeon.client.wire.RotationBody;
import gedeon.client.wire.WithdrawalBody;
import gedeon.server.security.Access;
import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import gedeon.storage.keys.Disposal;
import gedeon.storage.keys.NotebookKeys;
import gedeon.storage.keys.Withdrawal;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Encryption keys: of all notebooks for administrators, of one for who manages it. No answer ever holds a key. */
@RestController
@RequestMapping("/api/v1")
class EncryptionRoutes {
    private final NotebookKeys keys;
    private final Notebooks notebooks;
    private final Access access;

    EncryptionRoutes(NotebookKeys keys, Notebooks notebooks, Access access) {
        this.keys = keys;
        this.notebooks = notebooks;
        this.access = access;
    }

    @GetMapping("/encryption")
    EncryptionStatus status(@AuthenticationPrincipal Principal who) throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        List<EncryptionStatus.KeyCount> counts = new ArrayList<>();
        for (NotebookRow notebook : notebooks.notebooks()) {
            List<KeyProvider.Generation> all = keys.keys(notebook.id());
            int destroyed =
                    (int) all.stream().filter(one -> one.destroyed() != null).count();
            if (notebook.encrypted() || !all.isEmpty()) {
                counts.add(new EncryptionStatus.KeyCount(
                        notebook.name(), notebook.encrypted(), all.size() - destroyed, destroyed));
            }
        }
        return new EncryptionStatus(keys.master(), counts);
    }

    @PostMapping("/encryption/rotate")
    RotationBody rotate(@AuthenticationPrincipal Principal who) throws IOException {
        access.require(who, Act.ADMINISTER, On.INSTITUTION);
        KeyProvider.Rotation done = keys.rotate();
        return new RotationBody(done.master(), done.keys());
    }

    @GetMapping("/notebooks/{name}/encryption")
    NotebookEncryption show(@AuthenticationPrincipal Principal who, @PathVariable String name) throws IOException {
        return body(access.notebook(who, Act.MANAGE_ENCRYPTION, name));
    }

    /** Who may approve a plan may also say that a notebook needs no encryption after all. */
    @PutMapping("/notebooks/{name}/encryption")
    NotebookEncryption set(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewEncryption wanted)
            throws IOException {
        NotebookRow notebook =
                access.notebook(who, wanted.encrypted() ? Act.MANAGE_ENCRYPTION : Act.DESTROY_KEYS, name);
        notebooks.setEncrypted(notebook.id(), wanted.encrypted());
        return body(notebooks.notebook(notebook.id()).orElse(notebook));
    }

    @PostMapping("/notebooks/{name}/encryption/keys")
    @ResponseStatus(HttpStatus.CREATED)
    EncryptionKeyBody create(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewEncryptionKey key)
            throws IOException {
        NotebookRow notebook = access.notebook(who, Act.MANAGE_ENCRYPTION, name);
        return body(notebook, keys.create(notebook.id(), key.name()));
    }

    @PostMapping("/notebooks/{name}/encryption/renew")
    EncryptionKeyBody renew(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable RenewedKey wanted)
            throws IOException {
        NotebookRow notebook = access.notebook(who, Act.MANAGE_ENCRYPTION, name);
        return body(notebook, keys.renew(key(notebook, wanted == null ? null : wanted.key())));
    }

    @PostMapping("/notebooks/{name}/encryption/withdraw")
    WithdrawalBody withdraw(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewWithdrawal wanted)
            throws IOException {
        NotebookRow notebook = access.notebook(who, Act.MANAGE_ENCRYPTION, name);
        return body(keys.withdraw(new KeyRef(key(notebook, wanted.key()), wanted.generation())));
    }

    @PostMapping("/notebooks/{name}/encryption/destroy")
    DisposalBody destroy(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestBody NewDisposal wanted,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        NotebookRow notebook = access.notebook(who, Act.DESTROY_KEYS, name);
        if (wanted.bypassGovernance()) {
            access.require(who, Act.BYPASS_RETENTION, new On.Notebook(notebook.id()));
        }
        if (dryRun) {
            return body(notebook, keys.disposal(notebook.id()), false, wanted.bypassGovernance());
        }
        if (!wanted.confirm().equals(notebook.name())) {
            throw new IllegalArgumentException(
                    "\"confirm\" is not the notebook's name; write " + notebook.name() + " again to destroy its keys");
        }
        return body(
                notebook,
                keys.destroy(notebook.id(), wanted.bypassGovernance(), who.id(), "destroyed by " + who.name()),
                true,
                wanted.bypassGovernance());
    }

    private static KeyName key(NotebookRow notebook, @Nullable String name) {
        return new KeyName(notebook.id(), name == null ? KeyName.OWN : name);
    }

    private NotebookEncryption body(NotebookRow notebook) throws IOException {
        List<KeyProvider.Generation> all = keys.keys(notebook.id());
        return new NotebookEncryption(
                notebook.name(),
                notebook.encrypted(),
                all.stream().map(one -> body(one, all)).toList(),
                keys.withdrawals(notebook.id()).stream()
                        .map(EncryptionRoutes::body)
                        .toList());
    }

    private EncryptionKeyBody body(NotebookRow notebook, KeyRef ref) throws IOException {
        List<KeyProvider.Generation> all = keys.keys(notebook.id());
        return all.stream()
                .filter(one -> one.ref().equals(ref))
                .map(one -> body(one, all))
                .findFirst()
                .orElseThrow();
    }

    private static EncryptionKeyBody body(KeyProvider.Generation one, List<KeyProvider.Generation> all) {
        boolean younger = all.stream()
                .anyMatch(other -> other.destroyed() == null
                        && other.ref().key().equals(one.ref().key())
                        && other.ref().generation() > one.ref().generation());
        return new EncryptionKeyBody(
                one.ref().key().name(),
                one.ref().generation(),
                one.destroyed() != null ? "destroyed" : younger ? "old" : "current",
                one.created(),
                one.destroyed());
    }

    private static WithdrawalBody body(Withdrawal one) {
        return new WithdrawalBody(
                one.ref().key().name(),
                one.ref().generation(),
                one.started(),
                one.finished(),
                one.blobs(),
                one.done(),
                one.bytes(),
                one.reason());
    }

    private static DisposalBody body(NotebookRow notebook, Disposal disposal, boolean destroyed, boolean bypass) {
        return new DisposalBody(
                notebook.name(),
                destroyed,
                disposal.allowed(bypass),
                disposal.keys().stream()
                        .map(ref -> ref.key().name() + "/" + ref.generation())
                        .toList(),
                disposal.versions(),
                disposal.bytes().value(),
                disposal.customers(),
                disposal.compliance(),
                disposal.held(),
                disposal.governance());
    }
}

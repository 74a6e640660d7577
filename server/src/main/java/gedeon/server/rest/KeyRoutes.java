package gedeon.server.rest;

import gedeon.client.wire.KeyBody;
import gedeon.client.wire.NewKey;
import gedeon.client.wire.NewTemporaryKey;
import gedeon.client.wire.Page;
import gedeon.client.wire.TemporaryKeyBody;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.AccessKey;
import gedeon.storage.notebooks.Notebooks.KeyHolder;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class KeyRoutes {
    private static final long LONGEST_SECONDS = 3600;

    private static final Set<Role> GIVEN = EnumSet.of(Role.OWNER, Role.MANAGER, Role.CONTRIBUTOR, Role.READER);

    private final Notebooks notebooks;
    private final Access access;

    KeyRoutes(Notebooks notebooks, Access access) {
        this.notebooks = notebooks;
        this.access = access;
    }

    @PostMapping("/api/v1/notebooks/{name}/keys")
    @ResponseStatus(HttpStatus.CREATED)
    KeyBody create(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable NewKey key) {
        NotebookRow notebook = access.notebook(who, Act.MANAGE_KEYS, name);
        Role role = role(key == null ? null : key.role());
        if (role == Role.OWNER) {
            // A manager's key must not do more than the manager.
            access.require(who, Act.APPROVE_PLAN, new On.Notebook(notebook.id()));
        }
        AccessKey made = notebooks.issueKey(who.id(), notebook.id(), role);
        return body(made.accessKey(), made.secretKey(), notebook, made.ownerName(), null);
    }

    @GetMapping("/api/v1/notebooks/{name}/keys")
    Page<KeyBody> list(@AuthenticationPrincipal Principal who, @PathVariable String name) {
        NotebookRow notebook = access.notebook(who, Act.MANAGE_KEYS, name);
        return Page.of(notebooks.keys(notebook.id()).stream()
                .filter(key -> key.revoked() == null)
                .map(key -> body(key.accessKey(), null, notebook, key.ownerName(), key.expires()))
                .toList());
    }

    /** For a client that is trusted with one prefix for an hour: a notebook on a cluster, a colleague's script. */
    @PostMapping("/api/v1/notebooks/{name}/temporary-keys")
    @ResponseStatus(HttpStatus.CREATED)
    TemporaryKeyBody temporary(
            @AuthenticationPrincipal Principal who, @PathVariable String name, @RequestBody NewTemporaryKey asked) {
        Role role = asked.role() == null ? Role.READER : temporaryRole(asked.role());
        NotebookRow notebook = access.notebook(who, role == Role.READER ? Act.READ_OBJECT : Act.ADD_OBJECT, name);
        if (role == Role.CONTRIBUTOR) {
            // Nobody hands out more than he has.
            access.require(who, Act.DELETE_OBJECT, new On.Notebook(notebook.id()));
        }
        long seconds = asked.seconds() == null ? LONGEST_SECONDS : asked.seconds();
        Notebooks.TemporaryKey made = notebooks.issueTemporaryKey(
                who.id(),
                notebook.id(),
                role,
                asked.bucket(),
                asked.prefix() == null ? "" : asked.prefix(),
                Duration.ofSeconds(seconds));
        return new TemporaryKeyBody(
                made.key().accessKey(), made.key().secretKey(), made.sessionToken(), made.expires());
    }

    private static Role temporaryRole(String name) {
        return switch (name) {
            case "reader" -> Role.READER;
            case "contributor" -> Role.CONTRIBUTOR;
            default ->
                throw new IllegalArgumentException(
                        "a temporary key's role is reader or contributor, was \"" + name + "\"");
        };
    }

    private static KeyBody body(
            String key, @Nullable String secret, NotebookRow notebook, String holder, @Nullable Instant expires) {
        return new KeyBody(key, secret, Notebooks.canonicalId(notebook.id()), notebook.name(), holder, expires);
    }

    @DeleteMapping("/api/v1/keys/{accessKey}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal Principal who, @PathVariable String accessKey) {
        Optional<KeyHolder> holder = notebooks.byAccessKey(accessKey);
        access.require(
                who,
                Act.MANAGE_KEYS,
                holder.<On>map(key -> new On.Notebook(key.notebook())).orElse(On.INSTITUTION));
        if (holder.isEmpty()) {
            throw new Notebooks.Unknown("key", accessKey);
        }
        notebooks.revokeKey(accessKey);
    }

    private static Role role(@Nullable String text) {
        for (Role role : GIVEN) {
            if (text == null || role.name().equals(text.toUpperCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "no role \"" + text + "\" for a key; known: owner, manager, contributor, reader");
    }
}

package gedeon.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every provider of keys promises. */
public abstract class KeyProviderContract {
    private static final KeyName OWN = KeyName.own(7);
    private static final byte[] CONTEXT = {1, 2, 3};
    private static final byte[] DATA = "0123456789abcdef0123456789abcdef".getBytes();

    protected abstract KeyProvider keys();

    @Test
    void whatWasWrappedIsUnwrapped() throws Exception {
        keys().ensure(OWN);
        KeyProvider.Wrapped wrapped = keys().wrap(OWN, DATA, CONTEXT);
        assertThat(wrapped.bytes()).isNotEqualTo(DATA);
        assertThat(keys().unwrap(wrapped.key(), wrapped.bytes(), CONTEXT)).isEqualTo(DATA);
    }

    @Test
    void itOpensForNothingElse() throws Exception {
        keys().ensure(OWN);
        KeyProvider.Wrapped wrapped = keys().wrap(OWN, DATA, CONTEXT);
        assertThatThrownBy(() -> keys().unwrap(wrapped.key(), wrapped.bytes(), new byte[] {1}))
                .isInstanceOf(WrongKey.class);
        KeyRef other = keys().ensure(KeyName.own(8));
        assertThatThrownBy(() -> keys().unwrap(other, wrapped.bytes(), CONTEXT)).isInstanceOf(WrongKey.class);
    }

    @Test
    void noKeyIsMadeByWrapping() throws Exception {
        assertThatThrownBy(() -> keys().wrap(new KeyName(7, "absent"), DATA, CONTEXT))
                .isInstanceOf(UnknownKey.class);
        assertThat(keys().current(new KeyName(7, "absent"))).isEmpty();
    }

    @Test
    void ensuringTwiceGivesTheSame() throws Exception {
        assertThat(keys().ensure(OWN)).isEqualTo(keys().ensure(OWN));
    }

    @Test
    void manyWhoEnsureAtOnceGetTheSame() throws Exception {
        var seen = ConcurrentHashMap.<KeyRef>newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 16).forEach(i -> threads.submit(() -> seen.add(keys().ensure(OWN))));
        }
        assertThat(seen).containsExactly(new KeyRef(OWN, 1));
    }

    @Test
    void aNewGenerationServesWhatIsNewAndTheOldOneWhatIsOld() throws Exception {
        keys().ensure(OWN);
        KeyProvider.Wrapped old = keys().wrap(OWN, DATA, CONTEXT);
        KeyRef next = keys().renew(OWN);
        assertThat(keys().wrap(OWN, DATA, CONTEXT).key()).isEqualTo(next);
        assertThat(keys().unwrap(old.key(), old.bytes(), CONTEXT)).isEqualTo(DATA);
    }

    @Test
    void aDestroyedGenerationOpensNothingAndIsNeverUsedAgain() throws Exception {
        KeyRef first = keys().ensure(OWN);
        KeyProvider.Wrapped wrapped = keys().wrap(OWN, DATA, CONTEXT);
        keys().destroy(first);
        keys().destroy(first);
        assertThat(keys().alive(first)).isFalse();
        assertThatThrownBy(() -> keys().unwrap(first, wrapped.bytes(), CONTEXT)).isInstanceOf(DestroyedKey.class);
        assertThatThrownBy(() -> keys().wrap(OWN, DATA, CONTEXT)).isInstanceOf(UnknownKey.class);
        assertThat(keys().ensure(OWN).generation()).isGreaterThan(first.generation());
    }

    @Test
    void whatNeverWasCannotBeDestroyedNorUnwrapped() {
        KeyRef absent = new KeyRef(OWN, 9);
        assertThatThrownBy(() -> keys().destroy(absent)).isInstanceOf(UnknownKey.class);
        assertThatThrownBy(() -> keys().unwrap(absent, new byte[40], CONTEXT)).isInstanceOf(UnknownKey.class);
    }

    @Test
    void theListTellsOfAllThatWere() throws Exception {
        KeyRef first = keys().ensure(OWN);
        KeyRef second = keys().renew(OWN);
        KeyRef named = keys().ensure(new KeyName(7, "beamline"));
        keys().ensure(KeyName.own(8));
        keys().destroy(first);
        assertThat(keys().keys(7)).extracting(KeyProvider.Generation::ref).containsExactly(first, second, named);
        assertThat(keys().keys(7)).extracting(one -> one.destroyed() != null).containsExactly(true, false, false);
        assertThat(keys().notebooks()).containsExactly(7, 8);
    }

    @Test
    void rotatingTheMasterKeyChangesNoWrappedDataKey() throws Exception {
        keys().ensure(OWN);
        KeyProvider.Wrapped wrapped = keys().wrap(OWN, DATA, CONTEXT);
        String before = keys().master();
        KeyProvider.Rotation done = keys().rotate();
        assertThat(done.keys()).isEqualTo(1);
        assertThat(done.master()).isEqualTo(keys().master()).isNotEqualTo(before);
        assertThat(keys().unwrap(wrapped.key(), wrapped.bytes(), CONTEXT)).isEqualTo(DATA);
    }
}

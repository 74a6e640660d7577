package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.cors.CorsRules;
import gedeon.storage.s3.lifecycle.LifecycleXml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedTests {
    private final List<String> read = new ArrayList<>();

    private Parsed<String> parsed(int most, int mostCharacters) {
        return new Parsed<>(
                (text, scope) -> {
                    read.add(text);
                    if (text.equals("bad")) {
                        throw new IllegalArgumentException(text);
                    }
                    return scope + ":" + text;
                },
                most,
                mostCharacters);
    }

    @Test
    void aTextIsReadOnceInEachScope() {
        Parsed<String> texts = parsed(10, 100);
        assertThat(texts.of("a")).isSameAs(texts.of("a"));
        assertThat(texts.of("a", "b")).isEqualTo("b:a");
        assertThat(read).containsExactly("a", "a");
    }

    @Test
    void theTextThatWasNotUsedForLongestGoesFirst() {
        Parsed<String> texts = parsed(2, 100);
        texts.of("a");
        texts.of("b");
        texts.of("a");
        texts.of("c");
        read.clear();
        texts.of("a");
        assertThat(read).isEmpty();
        texts.of("b");
        assertThat(read).containsExactly("b");
    }

    @Test
    void manyCharactersPushOthersOutAndMoreThanAllAreNotKept() {
        Parsed<String> texts = parsed(10, 8);
        texts.of("1234");
        texts.of("5678");
        texts.of("x");
        assertThat(texts.size()).isEqualTo(2);
        assertThat(texts.of("123456789")).isEqualTo(":123456789");
        assertThat(texts.size()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsSaidEachTime() {
        Parsed<String> texts = parsed(10, 100);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> texts.of("bad")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(read).hasSize(2);
    }

    @Test
    void rulesThatBucketsKeepAreNotReadWithEachRequest() {
        String lifecycle = "<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Prefix/>"
                + "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>";
        assertThat(LifecycleXml.kept(lifecycle)).isSameAs(LifecycleXml.kept(new String(lifecycle.toCharArray())));
        String cors = "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
                + "</CORSRule></CORSConfiguration>";
        assertThat(CorsRules.kept(cors)).isSameAs(CorsRules.kept(new String(cors.toCharArray())));
    }
}

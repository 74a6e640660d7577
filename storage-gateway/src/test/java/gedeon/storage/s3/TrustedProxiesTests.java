package gedeon.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.TrustedProxies.Sender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTests {
    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("10.0.0.0/8", " 2001:db8::/64", "192.0.2.1"));

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\|"));
    }

    private static String address(String peer, String told) {
        return PROXIES.sender(peer, false, lines(told), List.of())
                .map(Sender::address)
                .orElse("nobody's word");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.5, 198.51.100.1",
        "203.0.113.5, '10.0.0.1, 10.0.0.2'",
        "127.0.0.1,   198.51.100.1",
        "192.0.2.2,   198.51.100.1",
        "2001:db9::1, 198.51.100.1"
    })
    void whatAnUntrustedPeerSaysIsNothing(String peer, String told) {
        assertThat(address(peer, told)).isEqualTo("nobody's word");
        assertThat(TrustedProxies.NONE.sender(peer, false, lines(told), List.of("https")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,    '',                                   10.1.2.3",
        "10.1.2.3,    198.51.100.1,                         198.51.100.1",
        "192.0.2.1,   198.51.100.1,                         198.51.100.1",
        "2001:db8::9, 2001:db8:1::7,                        2001:db8:1::7",
        "10.1.2.3,    '198.51.100.1, 10.9.9.9, 192.0.2.1',  198.51.100.1",
        "10.1.2.3,    '198.51.100.1|10.9.9.9|192.0.2.1',    198.51.100.1",
        "10.1.2.3,    '203.0.113.5, 198.51.100.1',          198.51.100.1",
        "10.1.2.3,    '127.0.0.1, 198.51.100.1, 10.9.9.9',  198.51.100.1",
        "10.1.2.3,    '10.7.7.7, 10.9.9.9',                 10.7.7.7",
        "10.1.2.3,    ' 198.51.100.1 , ,',                  198.51.100.1",
        "10.1.2.3,    198.51.100.1:4711,                    198.51.100.1",
        "10.1.2.3,    '[2001:db8:1::7]:4711',               2001:db8:1::7",
        "10.1.2.3,    '[2001:db8:1::7]',                    2001:db8:1::7",
        "10.1.2.3,    '198.51.100.1, [2001:db8::9]:80',     198.51.100.1",
        "10.1.2.3,    '198.51.100.1, ::ffff:10.9.9.9',      198.51.100.1"
    })
    void theRightmostThatIsNotTrustedSentIt(String peer, String told, String sender) {
        assertThat(address(peer, told)).isEqualTo(sender);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198.51.100.1, unknown",
                "_hidden",
                "198.51.100.1, localhost",
                "999.1.1.1",
                "1.2.3",
                "[::1",
                "198.51.100.1, 10.9.9.9 x"
            })
    void whatCannotBeReadIsNobodyAndNoNameIsLookedUp(String told) {
        assertThat(address("10.1.2.3", told)).isEqualTo(TrustedProxies.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "https,          true",
        "HTTPS,          true",
        "http,           false",
        "'https, http',  false",
        "'https|http',   false",
        "'https, https', true",
        "wss,            false"
    })
    void theSchemeIsWhatTheyAllSay(String told, boolean secure) {
        assertThat(PROXIES.sender("10.1.2.3", !secure, List.of(), lines(told)).orElseThrow())
                .isEqualTo(new Sender("10.1.2.3", secure));
    }

    @Test
    void whereTheySayNothingTheConnectionItselfSaysWhetherItIsSecure() {
        assertThat(PROXIES.sender("10.1.2.3", true, List.of(), List.of()).orElseThrow())
                .isEqualTo(new Sender("10.1.2.3", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.0/33", "10.0.0", "", "0.0.0.0/0", "::/0", "10.0.0.0/8/8"})
    void whatIsNoNetworkOrEverybodyIsRefused(String network) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + network + "\"");
    }
}

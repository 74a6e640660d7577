package gedeon.server.connectors.labguru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.server.connectors.PublicAddresses;
import gedeon.server.connectors.PublicAddresses.Reach;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Where connectors may go, and what their settings refuse. */
class AddressTests {
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "2001:4860:4860::8888, PUBLIC",
        "64:ff9b::808:808, PUBLIC",
        "127.0.0.1, INNER",
        "::1, INNER",
        "10.1.2.3, INNER",
        "172.16.0.1, INNER",
        "172.32.0.1, PUBLIC",
        "192.168.1.1, INNER",
        "100.64.0.1, INNER",
        "fd00::1, INNER",
        "fec0::1, INNER",
        "::ffff:10.0.0.1, INNER",
        "64:ff9b::a00:1, INNER",
        "169.254.169.254, NEVER",
        "::ffff:169.254.169.254, NEVER",
        "64:ff9b::a9fe:a9fe, NEVER",
        "fe80::1, NEVER",
        "0.0.0.0, NEVER",
        "0.1.2.3, NEVER",
        "::, NEVER",
        "::a00:1, NEVER",
        "2002:a00:1::1, NEVER",
        "2001:0:a00:1::1, NEVER",
        "224.0.0.1, NEVER",
        "255.255.255.255, NEVER",
        "198.18.0.1, NEVER",
        "192.0.0.192, NEVER",
    })
    void addressesAreToldApart(String address, Reach reach) throws Exception {
        assertThat(PublicAddresses.reach(InetAddress.getByName(address))).isEqualTo(reach);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://labguru.example.org",
                "http://127.0.0.1.example.org",
                "ftp://labguru.example.org",
                "https://me:s3cr3t@labguru.example.org",
                "https://labguru.example.org/?token=s3cr3t",
                "https://labguru.example.org/#s3cr3t",
                "labguru.example.org",
                "https://s3cr3t/ /",
                "file:///etc/passwd",
                ""
            })
    void anAddressThatCannotBeUsedIsToldWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> ServerAddress.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the address of a Labguru cannot be used")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void pagesAndListsAreSeenFromTheAddress() {
        ServerAddress address = ServerAddress.of(" https://my.labguru.com/api/v1/ ");
        assertThat(address).hasToString("https://my.labguru.com");
        assertThat(address.list(Kind.PERSONS, 2))
                .hasToString("https://my.labguru.com/api/v1/admin/members.json?page=2");
        assertThat(address.page("/knowledge/experiments/1").orElseThrow())
                .hasToString("https://my.labguru.com/knowledge/experiments/1");
        assertThat(address.page("https://my.labguru.com/x")).isPresent();
        assertThat(address.page("//evil.example/x")).isEmpty();
        assertThat(address.page("http://my.labguru.com/x")).isEmpty();
        assertThat(address.page("https://a@my.labguru.com/x")).isEmpty();
        assertThat(address.page("javascript:alert(1)")).isEmpty();
        assertThat(address.page("not a link")).isEmpty();
    }

    @Test
    void aTokenPrintsAsStarsAndComesOutOfTexts() {
        Token token = new Token("a+b");
        assertThat(token).hasToString("***");
        assertThat(token.mask("GET /x?token=a%2Bb a+b")).isEqualTo("GET /x?token=*** ***");
        assertThatThrownBy(() -> new Token("a b")).hasMessageNotContaining("a b\"");
    }

    @Test
    void settingsNameTheirKey() {
        assertThatThrownBy(() -> settings(Duration.ZERO, 1, 0)).hasMessageContaining("gedeon.connectors.every");
        assertThatThrownBy(() -> settings(Duration.ofMinutes(1), 999, 0)).hasMessageContaining("max-answer");
        assertThatThrownBy(() -> settings(Duration.ofMinutes(1), 1, 11)).hasMessageContaining("retries");
    }

    private static LabguruSettings settings(Duration every, int megabytes, int retries) {
        Duration second = Duration.ofSeconds(1);
        return new LabguruSettings(
                false, every, second, second, DataSize.ofMegabytes(megabytes), 1, second, retries, second);
    }
}

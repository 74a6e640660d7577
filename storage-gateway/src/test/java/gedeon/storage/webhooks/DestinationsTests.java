package gedeon.storage.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody makes this server call what only it can reach. */
class DestinationsTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://10.1.2.3/",
                "http://172.16.0.1/",
                "http://192.168.1.1/",
                "http://100.64.0.1/",
                "http://[fc00::1]/",
                "http://[64:ff9b::a00:1]/",
                "http://[2002:a00:1::]/",
                "http://0.1.2.3/",
                "http://198.18.0.1/"
            })
    void innerNetworksAreRefusedUnlessASettingAllowsThem(String url) {
        assertThatThrownBy(() -> new Destinations(false).require(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://224.0.0.1/",
                "ftp://192.0.2.1/",
                "file:///etc/passwd",
                "http:///path",
                "https://user:word@192.0.2.1/",
                "not an address"
            })
    void whatIsNoPlaceForAWebhookIsRefusedAlways(String url) {
        assertThatThrownBy(() -> new Destinations(true).require(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publicAddressesAreTaken() {
        assertThat(new Destinations(false)
                        .require("https://93.184.216.34:8443/hook?x=1")
                        .uri()
                        .getPort())
                .isEqualTo(8443);
        assertThat(new Destinations(true).require("http://127.0.0.1:1/").uri().getHost())
                .isEqualTo("127.0.0.1");
    }
}

package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.lifecycle.Days;
import gedeon.storage.s3.Ownership;
import gedeon.storage.s3.S3Options;
import gedeon.storage.s3.TrustedProxies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class S3SettingsTests {
    private static S3Settings of(Map<String, Object> properties, Map<String, Object> environment) {
        StandardEnvironment all = new StandardEnvironment();
        all.getPropertySources().addFirst(new MapPropertySource("given", properties));
        all.getPropertySources().addFirst(new SystemEnvironmentPropertySource("given-systemEnvironment", environment));
        ConfigurationPropertySources.attach(all);
        return Binder.get(all).bindOrCreate("gedeon.s3", S3Settings.class);
    }

    private static S3Settings of(String name, String value) {
        return of(Map.of(name, value), Map.of());
    }

    @Test
    void withoutASettingABucketsNotebookOwnsAllInItAndDaysAreThoseOfTheCalendar() {
        S3Options options = of(Map.of(), Map.of()).options();
        assertThat(options.ownership()).isEqualTo(Ownership.BUCKET_OWNER_ENFORCED);
        assertThat(options.day()).isEqualTo(Days.CALENDAR);
    }

    @ParameterizedTest
    @CsvSource({"BUCKET_OWNER_ENFORCED", "BUCKET_OWNER_PREFERRED", "OBJECT_WRITER"})
    void theOwnershipOfBucketsThatSayNothingIsSet(Ownership ownership) {
        assertThat(of("gedeon.s3.object-ownership", ownership.name()).options().ownership())
                .isEqualTo(ownership);
        assertThat(of(Map.of(), Map.of("GEDEON_S3_OBJECTOWNERSHIP", ownership.name()))
                        .options()
                        .ownership())
                .isEqualTo(ownership);
    }

    @Test
    void anOwnershipThatIsNoneIsRefused() {
        assertThatThrownBy(() -> of("gedeon.s3.object-ownership", "nobody"))
                .rootCause()
                .hasMessageContaining("nobody");
    }

    @Test
    void noProxyIsTrustedUnlessItIsNamed() {
        assertThat(of(Map.of(), Map.of()).proxies().sender("127.0.0.1", false, List.of("192.0.2.7"), List.of("https")))
                .isEmpty();
        for (S3Settings named : List.of(
                of("gedeon.s3.trusted-proxies", "10.0.0.0/8, 127.0.0.1"),
                of(Map.of(), Map.of("GEDEON_S3_TRUSTEDPROXIES", "10.0.0.0/8,127.0.0.1")))) {
            assertThat(named.proxies()
                            .sender("127.0.0.1", false, List.of("192.0.2.7, 10.1.2.3"), List.of("https"))
                            .orElseThrow())
                    .isEqualTo(new TrustedProxies.Sender("192.0.2.7", true));
        }
    }

    @Test
    void aProxyThatIsNoAddressIsRefusedByTheSettingsName() {
        assertThatThrownBy(() -> of("gedeon.s3.trusted-proxies", "proxy.example.org"))
                .hasStackTraceContaining("gedeon.s3.trusted-proxies: \"proxy.example.org\" is no address");
    }

    @Test
    void theOuterAddressIsThatOfAHost() {
        assertThat(of("gedeon.s3.public-url", "https://s3.example.org:8443").publicUrl())
                .hasToString("https://s3.example.org:8443");
        for (String other :
                List.of("s3.example.org", "ftp://s3.example.org", "https://s3.example.org/x", "https://k:s@h")) {
            assertThatThrownBy(() -> of("gedeon.s3.public-url", other))
                    .hasStackTraceContaining("gedeon.s3.public-url is http:// or https://");
        }
    }

    @Test
    void answersCountInTheDaysOfTheLifecycle() {
        assertThat(of("gedeon.s3.lifecycle-day", "10s").options().day()).isEqualTo(new Days(Duration.ofSeconds(10)));
        assertThatThrownBy(() -> of("gedeon.s3.lifecycle-day", "25h"))
                .rootCause()
                .hasMessageContaining("gedeon.s3.lifecycle-day");
    }
}

package gedeon.server.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.lifecycle.Days;
import gedeon.storage.s3.Ownership;
import gedeon.storage.s3.S3Options;
import java.time.Duration;
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
    void answersCountInTheDaysOfTheLifecycle() {
        assertThat(of("gedeon.s3.lifecycle-day", "10s").options().day()).isEqualTo(new Days(Duration.ofSeconds(10)));
        assertThatThrownBy(() -> of("gedeon.s3.lifecycle-day", "25h"))
                .rootCause()
                .hasMessageContaining("gedeon.s3.lifecycle-day");
    }
}

package gedeon.server.connectors.calendar;

import gedeon.metadata.Bookings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Booking calendars as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CalendarSettings.class)
class CalendarConfiguration {
    @Bean(destroyMethod = "close")
    CalendarRounds calendarRounds(Bookings bookings, CalendarSettings settings) {
        return new CalendarRounds(bookings, new CalendarPlace(settings));
    }
}

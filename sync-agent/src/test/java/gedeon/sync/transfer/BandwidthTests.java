package gedeon.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BandwidthTests {
    /** 2026-03-02 is a Monday. */
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    private final AtomicLong now = new AtomicLong(-7_000_000_000L);
    private final Bandwidth bandwidth = new Bandwidth(clock(), now::get, now::addAndGet);

    /** Goes as the ticks go. */
    private Clock clock() {
        long begin = now.get();
        return new Clock() {
            @Override
            public Instant instant() {
                return MONDAY.plusNanos(now.get() - begin);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static BandwidthPlan plan(String limit) {
        return new BandwidthPlan(List.of(new BandwidthRule(null, null, null, limit)), 0.5);
    }

    /** Seconds that so many bytes take. */
    private double send(long bytes) throws InterruptedIOException {
        long began = now.get();
        for (long at = 0; at < bytes; ) {
            int slice = (int) Math.min(bandwidth.slice(), bytes - at);
            bandwidth.spend(slice);
            at += slice;
        }
        return (now.get() - began) / 1e9;
    }

    @Test
    void withoutAPlanNothingWaits() throws InterruptedIOException {
        assertThat(send(1L << 30)).isZero();
    }

    @Test
    void theCapHoldsFromTheFirstSecondOn() throws InterruptedIOException {
        bandwidth.set(plan("20MB"));

        assertThat(send(20_000_000)).isCloseTo(1, within(0.1));
        assertThat(send(200_000_000)).isCloseTo(10, within(0.1));
    }

    @Test
    void aRestIsNoCreditForABurst() throws InterruptedIOException {
        bandwidth.set(plan("1MB"));
        send(1_000_000);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));

        assertThat(send(3_000_000)).isCloseTo(3, within(0.3));
    }

    @Test
    void aNewPlanHoldsForWhatIsUnderWay() throws InterruptedIOException {
        bandwidth.set(plan("1kB"));
        send(2_000);
        bandwidth.set(plan("10MB"));

        assertThat(send(50_000_000)).isCloseTo(5, within(0.5));
    }

    @Test
    void theCalendarSaysWhen() throws InterruptedIOException {
        bandwidth.set(new BandwidthPlan(List.of(new BandwidthRule("mon-fri", "08:00", "19:00", "1MB")), 0.5));
        assertThat(send(100_000_000)).isZero();

        now.addAndGet(TimeUnit.HOURS.toNanos(8));
        assertThat(send(10_000_000)).isCloseTo(10, within(1.0));
        // Two minutes before the evening: 120 MB are sent at the pace of the day, the rest as it goes.
        now.set(-7_000_000_000L + TimeUnit.HOURS.toNanos(19) - TimeUnit.MINUTES.toNanos(2));
        assertThat(send(1_000_000_000)).isCloseTo(120, within(12.0));

        now.set(-7_000_000_000L + TimeUnit.DAYS.toNanos(5) + TimeUnit.HOURS.toNanos(12));
        assertThat(send(100_000_000)).isZero();
    }

    @Test
    void anAcquisitionLeavesItsShareAndOneBody() throws Exception {
        bandwidth.set(new BandwidthPlan(List.of(new BandwidthRule(null, null, null, "20MB")), 0.25));
        bandwidth.acquiring(true);

        assertThat(send(20_000_000)).isCloseTo(4, within(0.4));
        bandwidth.acquiring(false);
        assertThat(send(20_000_000)).isCloseTo(1, within(0.1));
    }

    @Test
    @Timeout(120)
    void oneBodyGoesWhileAnAcquisitionIsWrittenAndSeveralElse() throws Exception {
        for (int i = 0; i < Bandwidth.BODIES; i++) {
            bandwidth.enter();
        }
        Thread fifth = entering();
        for (int i = 0; i < Bandwidth.BODIES - 1; i++) {
            bandwidth.acquiring(true);
            bandwidth.leave();
        }
        assertThat(fifth.isAlive()).isTrue();
        bandwidth.leave();
        fifth.join();
        Thread next = entering();
        bandwidth.acquiring(false);
        next.join();
    }

    private Thread entering() {
        Thread thread = new Thread(() -> {
            try {
                bandwidth.enter();
            } catch (InterruptedIOException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void daysAndTimesOfARule() {
        BandwidthRule night = new BandwidthRule("fri,sun-mon", "22:00", "06:00", "1MB");
        assertThat(holds(night, "2026-03-06T21:59")).isFalse();
        assertThat(holds(night, "2026-03-06T22:00")).isTrue();
        assertThat(holds(night, "2026-03-07T05:59")).isTrue();
        assertThat(holds(night, "2026-03-07T06:00")).isFalse();
        assertThat(holds(night, "2026-03-07T23:00")).isFalse();
        assertThat(holds(night, "2026-03-08T23:00")).isTrue();
        assertThat(holds(night, "2026-03-10T01:00")).isTrue();
        BandwidthRule evening = new BandwidthRule("sat-tue", "19:30", "24:00", "1MB");
        assertThat(holds(evening, "2026-03-01T23:59:59")).isTrue();
        assertThat(holds(evening, "2026-03-02T00:00")).isFalse();
        assertThat(holds(evening, "2026-03-04T20:00")).isFalse();
        assertThat(holds(new BandwidthRule(null, null, null, "1MB"), "2026-03-04T20:00"))
                .isTrue();
    }

    private static boolean holds(BandwidthRule rule, String time) {
        return rule.holds(LocalDateTime.parse(time));
    }

    @Test
    void whatIsNoRuleIsRefusedByName() {
        assertThatThrownBy(() -> new BandwidthRule("monday", null, null, "1MB")).hasMessageContaining("monday");
        assertThatThrownBy(() -> new BandwidthRule("mon-tue-wed", null, null, "1MB"))
                .hasMessageContaining("mon-tue-wed");
        assertThatThrownBy(() -> new BandwidthRule(null, "8h", null, "1MB")).hasMessageContaining("8h");
        assertThatThrownBy(() -> new BandwidthRule(null, null, null, "999")).hasMessageContaining("999");
        assertThatThrownBy(() -> new BandwidthPlan(List.of(), 0)).hasMessageContaining("0.0");
    }

    @Test
    void theServersTimeIsTakenFromWhatItSays() {
        AtomicLong own = new AtomicLong(MONDAY.toEpochMilli());
        ServerClock clock = new ServerClock(new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(own.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
        Clock shared = clock.withZone(ZoneOffset.ofHours(1));
        own.addAndGet(900);
        clock.heard("Mon, 02 Mar 2026 00:00:00 GMT");
        assertThat(clock.ahead()).isZero();

        clock.heard("Mon, 02 Mar 2026 02:00:00 GMT");
        assertThat(clock.ahead()).isEqualTo(Duration.ofHours(-2).plusMillis(900));
        assertThat(shared.instant()).isEqualTo("2026-03-02T02:00:00Z");

        clock.heard("Sun, 01 Mar 2026 23:00:00 GMT");
        assertThat(clock.instant()).isEqualTo("2026-03-01T23:00:01Z");
        clock.heard("yesterday");
        clock.heard((String) null);
        assertThat(clock.instant()).isEqualTo("2026-03-01T23:00:01Z");
    }
}

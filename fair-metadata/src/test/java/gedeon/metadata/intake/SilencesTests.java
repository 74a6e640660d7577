package gedeon.metadata.intake;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.AgentSilence;
import gedeon.metadata.Agents;
import gedeon.metadata.TestCatalogue;
import gedeon.storage.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An agent on a computer that is always on, as far as anybody remembers. */
class SilencesTests {
    private final List<AgentSilence> told = new ArrayList<>();

    @Test
    void eachSilenceIsToldOnceAndSoIsItsEnd() throws Exception {
        try (TestCatalogue test = new TestCatalogue(TestCatalogue.finding("temperature", 280))) {
            Agents.Agent agent = test.agent("scope", "scope");
            Agents agents = test.catalogue.agents();
            Sql sql = new Sql(test.source);
            beats(agents, agent, false);
            sql.update("update catalogue.agent set enrolled = now() - interval '60 days'");
            sql.update(
                    "insert into catalogue.agent_hour select ?, date_trunc('hour', now(), 'UTC') - n * interval '1 hour' from generate_series(1, 840) n on conflict do nothing",
                    agent.id());
            assertThat(agents.tellSilences(told::add)).isZero();
            assertThat(state(test)).isEqualTo(Agents.State.IDLE);

            sql.update("update catalogue.agent set last_seen = now() - interval '17 minutes'");
            assertThat(state(test)).isEqualTo(Agents.State.SILENT);
            assertThat(agents.tellSilences(told::add)).isEqualTo(1);
            assertThat(agents.tellSilences(told::add)).isZero();
            assertThat(told.getLast().over()).isFalse();
            assertThat(told.getLast().agent().id()).isEqualTo(agent.id());

            beats(agents, agent, false);
            assertThat(agents.tellSilences(told::add)).isEqualTo(1);
            assertThat(agents.tellSilences(told::add)).isZero();
            assertThat(told.getLast().over()).isTrue();
            assertThat(told.getLast().since()).isEqualTo(told.getFirst().since());

            // Who says good-bye is off, however long it lasts.
            beats(agents, agent, true);
            sql.update("update catalogue.agent set last_seen = now() - interval '3 days'");
            assertThat(state(test)).isEqualTo(Agents.State.OFF);
            assertThat(agents.tellSilences(told::add)).isZero();

            // Hours that are too old are forgotten with the next new one.
            sql.update("delete from catalogue.agent_hour where hour = date_trunc('hour', now(), 'UTC')");
            beats(agents, agent, false);
            assertThat(sql.one(
                            row -> row.getLong(1),
                            "select count(*) from catalogue.agent_hour where hour < now() - interval '35 days'"))
                    .hasValue(0L);
        }
    }

    private static Agents.State state(TestCatalogue test) {
        return test.catalogue
                .agents()
                .list(Set.of(test.notebook.id()))
                .getFirst()
                .state();
    }

    private static void beats(Agents agents, Agents.Agent agent, boolean leaving) {
        agents.heartbeat(
                agent.id(), new Agents.Heartbeat(0, null, 0, 1000, Instant.now(), "0.1.0", List.of(), leaving));
    }
}

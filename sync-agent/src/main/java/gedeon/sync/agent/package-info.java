/**
 * The agent itself: enrolment, its configuration file (mode 600), the passes that put scan, settle, journal, transfer and verify together,
 * and a heartbeat each minute. The command line calls {@link gedeon.sync.agent.AgentCommands} and nothing else:
 * <ul>
 *   <li>{@code AgentCommands.defaultConfig()} → {@code ~/.gedeon/agent/agent.json}
 *   <li>{@code enrol(URI server, String code, Path config)} → {@code AgentCommands.Enrolled(agent, instrument, notebook, bucket, config)}
 *   <li>{@code run(Path config, boolean once, Consumer<String> lines, BooleanSupplier stop)} → {@link gedeon.sync.agent.RunReport};
 *       {@code once} ends when everything found was sent, refused, or is still being written
 *   <li>{@code freeUp(Path config, Integer days, boolean delete, Consumer<String> lines)} → {@link gedeon.sync.free.FreeUpReport}
 *   <li>{@code status(Path config)} → {@link gedeon.sync.status.AgentStatus} ({@code lines(locale)} for people)
 * </ul>
 * The journal lies beside the configuration: {@code agent.json} → {@code agent.json.journal}. Source files are never touched, except by {@link gedeon.sync.free} where somebody
 * asked for it.
 */
@NullMarked
package gedeon.sync.agent;

import org.jspecify.annotations.NullMarked;

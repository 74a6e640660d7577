package gedeon.metadata;

import java.time.Instant;

/**
 * An agent says nothing where it usually would, or is heard again.
 *
 * @param since its last sign of life before
 * @param over it is heard again, or off as it usually is
 */
public record AgentSilence(Agents.Agent agent, Instant since, boolean over) {}

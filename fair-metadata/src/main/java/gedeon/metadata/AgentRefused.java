package gedeon.metadata;

import gedeon.storage.RoomRefused;

/** There is no room for an acquisition of an agent, which waits with it on the instrument's computer. */
public record AgentRefused(Agents.Agent agent, RoomRefused refused) {}

/**
 * The agent as a service of the computer. Linux: writes a unit of systemd, the user's own unless a system-wide one is asked for, and enables it. Windows has an XML and a
 * script in the package, which an administrator runs once. Nothing here runs while the agent runs.
 */
@NullMarked
package gedeon.sync.service;

import org.jspecify.annotations.NullMarked;

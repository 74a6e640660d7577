/**
 * The agent's page on this computer: how it stands, and what leaves the computer, told by what left it. Listens on 127.0.0.1 alone, answers GET and HEAD alone, changes
 * nothing and knows no secret; a page of another site can neither read it nor have it act. {@link gedeon.sync.page.LocalPage} is opened by the agent's command and
 * closed with it; its address stands beside the configuration as long as it is open.
 */
@NullMarked
package gedeon.sync.page;

import org.jspecify.annotations.NullMarked;

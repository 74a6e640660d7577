/** What pages and routes say of tiers, storage policies, jobs and fixity: the wire's records, made from storage's rows in one place. */
@NullMarked
package gedeon.server.tiers;

import org.jspecify.annotations.NullMarked;

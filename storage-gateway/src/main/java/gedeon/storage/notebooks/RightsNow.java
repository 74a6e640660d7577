package gedeon.storage.notebooks;

import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** Whether an account still has a right on a notebook, as a transaction sees its grants: for what was allowed long before it is done. */
public final class RightsNow {
    private RightsNow() {}

    public static boolean may(Connection c, long account, Act act, int notebook) throws SQLException {
        Object[] roles = Arrays.stream(Role.values())
                .filter(role -> RightsTable.allows(role, act))
                .map(Role::name)
                .toArray();
        return !Sql.list(
                        c,
                        row -> true,
                        "with recursive up (id, parent) as (select u.id, u.parent from notebook n join unit u on u.id = n.unit where n.id = ? "
                                + "union all select u.id, u.parent from up join unit u on u.id = up.parent) "
                                + "select 1 from role_grant g where g.account = ? and g.role = any (?) and (g.kind = 'INSTITUTION' "
                                + "or g.kind = 'NOTEBOOK' and g.target = ? or g.kind = 'UNIT' and g.target in (select id from up)) limit 1",
                        notebook,
                        account,
                        c.createArrayOf("text", roles),
                        notebook)
                .isEmpty();
    }
}

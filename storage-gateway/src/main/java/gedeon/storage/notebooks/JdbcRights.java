package gedeon.storage.notebooks;

import gedeon.storage.sql.Sql;
import java.util.HashSet;
import java.util.Set;

/** Decides from the grants that a principal carries and the tree of units; a grant on a unit reaches what lies below. */
public final class JdbcRights implements Rights {
    private final Sql sql;

    public JdbcRights(Sql sql) {
        this.sql = sql;
    }

    @Override
    public boolean may(Principal who, Act act, On on) {
        for (Principal.Grant grant : who.grants()) {
            if (RightsTable.allows(grant.role(), act) && reaches(grant.on(), on)) {
                return true;
            }
        }
        return false;
    }

    private boolean reaches(On held, On asked) {
        return switch (held) {
            case On.Institution institution -> true;
            case On.Notebook notebook -> notebook.equals(asked);
            case On.Unit unit ->
                switch (asked) {
                    case On.Institution institution -> false;
                    case On.Unit other -> below(other.unit(), unit.unit());
                    case On.Notebook notebook ->
                        sql.one(row -> row.getInt(1), "select unit from notebook where id = ?", notebook.notebook())
                                .map(of -> below(of, unit.unit()))
                                .orElse(false);
                };
        };
    }

    private boolean below(int unit, int ancestor) {
        return unit == ancestor
                || !sql.list(
                                row -> true,
                                "with recursive up (id, parent) as (select id, parent from unit where id = ? union all select u.id, u.parent from up join unit u on u.id = up.parent) "
                                        + "select 1 from up where id = ? limit 1",
                                unit,
                                ancestor)
                        .isEmpty();
    }

    @Override
    public Set<Integer> notebooks(Principal who, Act act) {
        Set<Integer> all = new HashSet<>();
        for (Principal.Grant grant : who.grants()) {
            if (RightsTable.allows(grant.role(), act)) {
                all.addAll(
                        switch (grant.on()) {
                            case On.Institution institution ->
                                sql.list(row -> row.getInt(1), "select id from notebook");
                            case On.Notebook notebook -> Set.of(notebook.notebook());
                            case On.Unit unit ->
                                sql.list(
                                        row -> row.getInt(1),
                                        "with recursive down (id) as (select ?::int union all select u.id from down join unit u on u.parent = down.id) "
                                                + "select n.id from notebook n join down on n.unit = down.id",
                                        unit.unit());
                        });
            }
        }
        return all;
    }
}

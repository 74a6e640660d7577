package gedeon.storage.notebooks;

import gedeon.storage.Scope;
import gedeon.storage.sql.Sql;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where people get mail, and who is to get it. Agents get none. */
public final class Addresses {
    /** One plain address: nothing in it can end a header or begin a second one (RFC 5321, 4.1.2, without quoted strings). */
    private static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;

    private final Sql sql;

    public Addresses(Sql sql) {
        this.sql = sql;
    }

    /** @throws IllegalArgumentException where it is not one address */
    public static String require(String address) {
        if (address.length() > LONGEST
                || address.indexOf('@') > LONGEST_LOCAL
                || !ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("\"email\" is one address, as name@example.org, without a display name");
        }
        return address;
    }

    /**
     * Durable on return.
     *
     * @param address null: no mail from now on
     * @throws IllegalArgumentException where it is not one address
     */
    public void set(long account, @Nullable String address) {
        sql.update(
                "update account set email = ? where id = ? and kind = 'PERSON'",
                address == null ? null : require(address),
                account);
    }

    /** @param email null: none */
    public record Holder(
            long account,
            String name,
            Principal.Kind kind,
            @Nullable String email) {}

    public Optional<Holder> holder(String name) {
        return sql.one(
                row -> new Holder(
                        row.getLong("id"),
                        row.getString("name"),
                        Principal.Kind.valueOf(row.getString("kind")),
                        row.getString("email")),
                "select id, name, kind, email from account where name = ?",
                name);
    }

    public Optional<String> of(long account) {
        return sql.one(
                row -> row.getString(1), "select email from account where id = ? and email is not null", account);
    }

    /** Of those who can do something where it is full: a notebook's owner and managers, and directors of its unit and of all above. */
    public List<String> ofWhoAnswerFor(Scope scope) {
        int notebook = scope instanceof Scope.OfNotebook of ? of.notebook() : 0;
        int unit = scope instanceof Scope.OfUnit of ? of.unit() : 0;
        return sql.list(
                row -> row.getString(1),
                "with recursive up (id, parent) as (select id, parent from unit where id = coalesce((select unit from notebook where id = ?), ?) "
                        + "union all select u.id, u.parent from up join unit u on u.id = up.parent) "
                        + "select distinct a.email from role_grant g join account a on a.id = g.account where a.email is not null and a.kind = 'PERSON' and "
                        + "(g.kind = 'NOTEBOOK' and g.target = ? and g.role in ('OWNER', 'MANAGER') or g.kind = 'UNIT' and g.role = 'DIRECTOR' and g.target in (select id from up)) order by 1",
                notebook,
                unit,
                notebook);
    }

    public List<String> ofAdministrators() {
        return sql.list(
                row -> row.getString(1),
                "select distinct a.email from role_grant g join account a on a.id = g.account "
                        + "where a.email is not null and a.kind = 'PERSON' and g.kind = 'INSTITUTION' and g.role = 'ADMIN' order by 1");
    }
}

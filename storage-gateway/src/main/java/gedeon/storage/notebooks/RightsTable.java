package gedeon.storage.notebooks;

import static gedeon.storage.notebooks.Act.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which role may do what, on the thing it is held on and what lies below. Later rules add rows. */
final class RightsTable {
    private static final Map<Role, Set<Act>> TABLE = new EnumMap<>(Role.class);

    static {
        Set<Act> reader = EnumSet.of(SEE_NOTEBOOK, SEE_QUOTA, REQUEST_ROOM, LIST_OBJECTS, READ_OBJECT, SEE_PLAN);
        Set<Act> contributor = with(
                reader,
                ADD_OBJECT,
                REPLACE_OBJECT,
                DELETE_OBJECT,
                CREATE_BUCKET,
                DESCRIBE,
                EDIT_PLAN,
                MARK_WASTE,
                REQUEST_DISPOSAL);
        Set<Act> manager = with(
                contributor,
                DELETE_BUCKET,
                CONFIGURE_BUCKET,
                MANAGE_ENCRYPTION,
                MANAGE_CONFIDENTIALITY,
                GRANT_ACCESS,
                LOCK_OBJECT,
                DISPOSE_OF_WASTE,
                MANAGE_KEYS,
                MANAGE_MEMBERS,
                REGISTER_INSTRUMENT);
        TABLE.put(Role.READER, reader);
        TABLE.put(Role.CONTRIBUTOR, contributor);
        TABLE.put(Role.MANAGER, manager);
        TABLE.put(
                Role.OWNER,
                with(manager, APPROVE_PLAN, BYPASS_RETENTION, APPROVE_DISPOSAL, DESTROY_KEYS, END_CONFIDENTIALITY));
        // A director answers for room and people, and does not read the notebooks' content. Where an owner asks for a
        // disposal, somebody else has to approve.
        TABLE.put(
                Role.DIRECTOR,
                EnumSet.of(
                        SEE_UNIT,
                        CREATE_UNIT,
                        CREATE_NOTEBOOK,
                        SET_QUOTA,
                        SET_POLICY,
                        SEE_NOTEBOOK,
                        SEE_QUOTA,
                        MANAGE_MEMBERS,
                        SEE_PLAN,
                        APPROVE_PLAN,
                        APPROVE_DISPOSAL));
        TABLE.put(Role.ADMIN, EnumSet.allOf(Act.class));
        TABLE.put(Role.AGENT, EnumSet.of(ADD_OBJECT));
    }

    private RightsTable() {}

    private static Set<Act> with(Set<Act> base, Act... more) {
        Set<Act> all = EnumSet.copyOf(base);
        all.addAll(Set.of(more));
        return all;
    }

    static boolean allows(Role role, Act act) {
        return TABLE.getOrDefault(role, Set.of()).contains(act);
    }
}

package gedeon.storage.s3.access;

import gedeon.storage.notebooks.Notebooks;

/** One principal that a policy names. */
sealed interface PrincipalMatch {
    boolean matches(Caller caller);

    /** Whoever it is, signed or not. */
    record Everybody() implements PrincipalMatch {
        @Override
        public boolean matches(Caller caller) {
            return true;
        }
    }

    /** @param account a notebook's canonical id; one that names no notebook fits nobody */
    record Account(String account) implements PrincipalMatch {
        @Override
        public boolean matches(Caller caller) {
            return !caller.anonymous() && account.equals(Notebooks.canonicalId(caller.notebook()));
        }
    }

    record User(String account, String name) implements PrincipalMatch {
        @Override
        public boolean matches(Caller caller) {
            return new Account(account).matches(caller) && name.equals(caller.name());
        }
    }
}

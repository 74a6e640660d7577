package gedeon.storage.s3.access;

import java.util.List;

/**
 * One line of a statement's conditions: an operator, a fact, the values it is held against.
 *
 * @param each how a fact with several values is judged
 * @param ifExists whether it holds where the request says nothing of the fact
 */
record Condition(Operator operator, Each each, boolean ifExists, String key, List<String> values) {
    Condition {
        values = List.copyOf(values);
    }

    enum Each {
        ONE,
        FOR_ANY,
        FOR_ALL
    }

    boolean holds(Facts facts) {
        List<String> found = facts.of(key);
        if (operator == Operator.NULL) {
            return values.stream().anyMatch(value -> Boolean.parseBoolean(value) == found.isEmpty());
        }
        if (found.isEmpty()) {
            return ifExists || each == Each.FOR_ALL || (each == Each.ONE && operator.negated());
        }
        return switch (each) {
            case FOR_ALL -> found.stream().allMatch(this::fits);
            case FOR_ANY -> found.stream().anyMatch(this::fits);
            // A denial by "is not" speaks of all values, "is" of any.
            case ONE ->
                operator.negated()
                        ? found.stream().allMatch(this::fits)
                        : found.stream().anyMatch(this::fits);
        };
    }

    private boolean fits(String fact) {
        return values.stream().anyMatch(value -> operator.matches(fact, value)) != operator.negated();
    }

    /** Whether it ties a grant to fixed places or persons (S3, "The meaning of public"). */
    boolean ties() {
        return ConditionKeys.ties(key)
                && !ifExists
                && each == Each.ONE
                && !operator.negated()
                && values.stream().allMatch(operator::fixed);
    }
}

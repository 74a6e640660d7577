package gedeon.storage.s3.access;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/** Condition operators of IAM, each with its negation where there is one. A value that is none of its kind fits nothing. */
enum Operator {
    STRING_EQUALS("StringEquals", false),
    STRING_NOT_EQUALS("StringNotEquals", true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
    STRING_LIKE("StringLike", false),
    STRING_NOT_LIKE("StringNotLike", true),
    NUMERIC_EQUALS("NumericEquals", false),
    NUMERIC_NOT_EQUALS("NumericNotEquals", true),
    NUMERIC_LESS_THAN("NumericLessThan", false),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
    DATE_EQUALS("DateEquals", false),
    DATE_NOT_EQUALS("DateNotEquals", true),
    DATE_LESS_THAN("DateLessThan", false),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", false),
    DATE_GREATER_THAN("DateGreaterThan", false),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false),
    BOOL("Bool", false),
    IP_ADDRESS("IpAddress", false),
    NOT_IP_ADDRESS("NotIpAddress", true),
    ARN_EQUALS("ArnEquals", false),
    ARN_NOT_EQUALS("ArnNotEquals", true),
    ARN_LIKE("ArnLike", false),
    ARN_NOT_LIKE("ArnNotLike", true),
    NULL("Null", false);

    private final String iam;
    private final boolean negated;

    Operator(String iam, boolean negated) {
        this.iam = iam;
        this.negated = negated;
    }

    static Optional<Operator> of(String iam) {
        return Arrays.stream(values()).filter(one -> one.iam.equals(iam)).findFirst();
    }

    boolean negated() {
        return negated;
    }

    /** Whether a fact fits a value of the policy, before negation. */
    boolean matches(String fact, String value) {
        return switch (this) {
            case STRING_EQUALS, STRING_NOT_EQUALS -> fact.equals(value);
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE, BOOL -> fact.equalsIgnoreCase(value);
            case STRING_LIKE, STRING_NOT_LIKE, ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE ->
                Glob.matches(value, fact);
            case NUMERIC_EQUALS,
                    NUMERIC_NOT_EQUALS,
                    NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS -> ordered(number(fact), number(value));
            case DATE_EQUALS,
                    DATE_NOT_EQUALS,
                    DATE_LESS_THAN,
                    DATE_LESS_THAN_EQUALS,
                    DATE_GREATER_THAN,
                    DATE_GREATER_THAN_EQUALS -> ordered(time(fact), time(value));
            case IP_ADDRESS, NOT_IP_ADDRESS ->
                AddressRange.of(value).filter(range -> range.holds(fact)).isPresent();
            case NULL -> false;
        };
    }

    private <T extends Comparable<T>> boolean ordered(Optional<T> fact, Optional<T> value) {
        if (fact.isEmpty() || value.isEmpty()) {
            return false;
        }
        int order = fact.get().compareTo(value.get());
        return switch (this) {
            case NUMERIC_LESS_THAN, DATE_LESS_THAN -> order < 0;
            case NUMERIC_LESS_THAN_EQUALS, DATE_LESS_THAN_EQUALS -> order <= 0;
            case NUMERIC_GREATER_THAN, DATE_GREATER_THAN -> order > 0;
            case NUMERIC_GREATER_THAN_EQUALS, DATE_GREATER_THAN_EQUALS -> order >= 0;
            default -> order == 0;
        };
    }

    /** Whether a policy's value can be one of this operator's. */
    boolean accepts(String value) {
        return switch (this) {
            case BOOL, NULL -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            case IP_ADDRESS, NOT_IP_ADDRESS -> AddressRange.of(value).isPresent();
            case NUMERIC_EQUALS,
                    NUMERIC_NOT_EQUALS,
                    NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS -> number(value).isPresent();
            case DATE_EQUALS,
                    DATE_NOT_EQUALS,
                    DATE_LESS_THAN,
                    DATE_LESS_THAN_EQUALS,
                    DATE_GREATER_THAN,
                    DATE_GREATER_THAN_EQUALS -> time(value).isPresent();
            default -> true;
        };
    }

    /** Whether a value stands for one place or person, or few: no pattern, no network that spans the world. */
    boolean fixed(String value) {
        return switch (this) {
            case STRING_EQUALS, STRING_EQUALS_IGNORE_CASE -> true;
            case STRING_LIKE, ARN_EQUALS, ARN_LIKE -> Glob.literal(value);
            case IP_ADDRESS ->
                AddressRange.of(value).filter(range -> !range.broad()).isPresent();
            default -> false;
        };
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return text.length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** ISO 8601 (W3C's profile), or seconds since 1970. */
    private static Optional<Instant> time(String text) {
        String given = text.strip();
        try {
            if (given.matches("[0-9]{1,11}")) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(given)));
            }
            return Optional.of(
                    given.indexOf('T') < 0
                            ? LocalDate.parse(given).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(given).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

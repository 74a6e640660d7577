package gedeon.storage.s3.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the principals of a statement: everybody, notebooks by their canonical id, people of a notebook by the name of their account. */
final class Principals {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern ARN = Pattern.compile("arn:aws:iam::([A-Za-z0-9_-]{0,64}):(root|user/(.{1,256}))");

    private Principals() {}

    static List<PrincipalMatch> read(String place, JsonNode node) {
        if (node.isString()) {
            if (!node.stringValue().equals("*")) {
                throw PolicyReader.malformed(place, "it is \"*\" or names people: {\"AWS\": …}");
            }
            return List.of(new PrincipalMatch.Everybody());
        }
        if (!node.isObject() || node.isEmpty()) {
            throw PolicyReader.malformed(place, "it is \"*\" or names people: {\"AWS\": …}");
        }
        List<PrincipalMatch> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> kind : node.properties()) {
            String at = place + "." + kind.getKey();
            for (String text : PolicyReader.texts(at, kind.getValue())) {
                all.add(
                        switch (kind.getKey()) {
                            case "AWS" -> people(at, text);
                            case "CanonicalUser" -> account(at, text);
                            default ->
                                throw PolicyReader.malformed(at, "principals are of the kind AWS or CanonicalUser");
                        });
            }
        }
        return List.copyOf(all);
    }

    private static PrincipalMatch people(String place, String text) {
        if (text.equals("*")) {
            return new PrincipalMatch.Everybody();
        }
        Matcher arn = ARN.matcher(text);
        if (arn.matches()) {
            return arn.group(3) == null
                    ? new PrincipalMatch.Account(arn.group(1))
                    : new PrincipalMatch.User(arn.group(1), arn.group(3));
        }
        return account(place, text);
    }

    private static PrincipalMatch account(String place, String text) {
        if (!ACCOUNT.matcher(text).matches()) {
            throw PolicyReader.malformed(
                    place,
                    "\"" + text
                            + "\" is neither a notebook's canonical id nor arn:aws:iam::ID:root nor arn:aws:iam::ID:user/NAME");
        }
        return new PrincipalMatch.Account(text);
    }
}

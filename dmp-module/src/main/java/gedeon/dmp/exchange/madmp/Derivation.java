package gedeon.dmp.exchange.madmp;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills in required values that follow from the rest of the plan, or whose honest answer is "unknown". Never invents a person or an address. */
final class Derivation {
    private final Told mended;

    Derivation(Told mended) {
        this.mended = mended;
    }

    void complete(ObjectNode dmp) {
        String at = "/dmp";
        text(dmp, "created", dmp.path("modified").asString(""), at);
        text(dmp, "modified", dmp.path("created").asString(""), at);
        text(dmp, "ethical_issues_exist", "unknown", at);
        text(dmp, "title", dmp.path("project").path(0).path("title").asString(""), at);
        text(dmp, "language", dmp.path("dataset").path(0).path("language").asString(""), at);
        if (dmp.get("contact") instanceof ObjectNode contact) {
            party(contact, "contact_id", at + "/contact");
        }
        each(dmp, "contributor", at, (contributor, place) -> {
            party(contributor, "contributor_id", place);
            if (!contributor.has("role")
                    || contributor.path("role").isEmpty()
                            && contributor.path("role").isArray()) {
                contributor.putArray("role").add("Other");
                tell(place + "/role", "missing; Other was put");
            }
        });
        each(dmp, "project", at, (project, place) -> {
            text(project, "title", dmp.path("title").asString(""), place);
            each(
                    project,
                    "funding",
                    place,
                    (funding, where) -> id(
                            funding,
                            "funder_id",
                            funding.path("funder_name")
                                    .asString(funding.path("name").asString("")),
                            where));
        });
        each(dmp, "cost", at, (cost, place) -> text(cost, "title", "Cost", place));
        each(dmp, "dataset", at, (dataset, place) -> dataset(dataset, dmp, place));
    }

    private void dataset(ObjectNode dataset, ObjectNode dmp, String at) {
        text(dataset, "personal_data", "unknown", at);
        text(dataset, "sensitive_data", "unknown", at);
        text(dataset, "title", dataset.path("dataset_id").path("identifier").asString(""), at);
        String plan = dmp.path("dmp_id").path("identifier").asString("");
        id(dataset, "dataset_id", plan.isEmpty() ? "" : plan + "#" + at.substring("/dmp/".length()), at);
        String language = dataset.path("language").asString(dmp.path("language").asString(""));
        each(dataset, "metadata", at, (metadata, place) -> text(metadata, "language", language, place));
        each(dataset, "creator", at, (creator, place) -> party(creator, "creator_id", place));
        each(
                dataset,
                "technical_resource",
                at,
                (resource, place) ->
                        text(resource, "name", resource.path("title").asString(""), place));
        each(
                dataset,
                "security_and_privacy",
                at,
                (measure, place) -> text(measure, "title", "Security and privacy", place));
        String released = dataset.path("issued").asString("");
        each(dataset, "distribution", at, (distribution, place) -> {
            text(distribution, "title", dataset.path("title").asString(""), place);
            text(distribution, "data_access", "closed", place);
            String issued = distribution.path("issued").asString(released);
            each(distribution, "license", place, (license, where) -> text(license, "start_date", issued, where));
            if (distribution.get("host") instanceof ObjectNode host) {
                text(host, "title", host.path("url").asString(""), place + "/host");
            }
        });
    }

    private void party(ObjectNode party, String key, String at) {
        text(party, "name", party.path("mbox").asString(""), at);
        if (key.equals("contact_id")) {
            id(party, key, party.path("mbox").asString(""), at);
        } else if (!party.has(key)) {
            party.putArray(key);
            tell(at + "/" + key, "missing; an empty list was put");
        }
        each(
                party,
                "affiliation",
                at,
                (affiliation, place) -> id(
                        affiliation, "affiliation_id", affiliation.path("name").asString(""), place));
    }

    private void id(ObjectNode owner, String key, String identifier, String at) {
        if (!owner.has(key) && !identifier.isEmpty()) {
            owner.putObject(key).put("identifier", identifier).put("type", "other");
            tell(at + "/" + key, "missing; derived: " + identifier);
        } else if (owner.get(key) instanceof ObjectNode id && id.has("identifier")) {
            text(id, "type", id.path("identifier").asString("").startsWith("http") ? "url" : "other", at + "/" + key);
        }
    }

    private void text(ObjectNode owner, String key, String value, String at) {
        if (!owner.has(key) && !value.isEmpty()) {
            owner.put(key, value);
            tell(at + "/" + key, "missing; derived: " + value);
        }
    }

    private interface Part {
        void complete(ObjectNode part, String pointer);
    }

    private static void each(JsonNode owner, String key, String at, Part work) {
        int index = 0;
        for (JsonNode part : owner.path(key)) {
            if (part instanceof ObjectNode object) {
                work.complete(object, at + "/" + key + "/" + index);
            }
            index++;
        }
    }

    private void tell(String pointer, String what) {
        mended.add(new Mended(pointer, what));
    }
}

package gedeon.storage.s3.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.lifecycle.LifecycleRule;
import gedeon.storage.lifecycle.LifecycleRules;
import gedeon.storage.s3.Parsed;
import gedeon.storage.s3.xml.XmlTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A bucket's LifecycleConfiguration. */
public final class LifecycleXml {
    private static final int MOST_RULES = 1000;
    private static final Parsed<LifecycleRules> KEPT = new Parsed<>(text -> read(text.getBytes(UTF_8)));

    private LifecycleXml() {}

    /** @throws gedeon.storage.s3.S3Error MalformedXML, InvalidArgument, InvalidRequest: where S3 refuses a configuration */
    public static LifecycleRules read(byte[] body) {
        List<XmlTree> rules = XmlTree.read(body, "LifecycleConfiguration").all("Rule");
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            throw Refused.malformed("a lifecycle configuration has 1 to " + MOST_RULES + " rules, was " + rules.size());
        }
        List<LifecycleRule> read = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (XmlTree rule : rules) {
            LifecycleRule one = RuleReader.read(rule);
            if (!ids.add(one.id())) {
                throw Refused.argument("the rule ID " + one.id() + " is given twice");
            }
            read.add(one);
        }
        return new LifecycleRules(read);
    }

    /** The rules that a bucket keeps. */
    public static LifecycleRules kept(String text) {
        return KEPT.of(text);
    }

    public static String text(LifecycleRules rules) {
        return RuleWriter.write(rules);
    }
}

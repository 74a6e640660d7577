package gedeon.storage.s3;

import gedeon.storage.s3.access.Acl;
import gedeon.storage.s3.access.Acl.Grant;
import gedeon.storage.s3.access.Grantee;
import gedeon.storage.s3.access.Permission;
import gedeon.storage.s3.xml.XmlTree;
import gedeon.storage.s3.xml.XmlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access lists in S3's XML, both ways. */
final class AclXml {
    static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
    static final String AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";
    static final String ROOT = "AccessControlPolicy";

    private AclXml() {}

    static XmlWriter write(Acl acl, int owner, Owners owners) {
        XmlWriter xml = XmlWriter.root(ROOT);
        Owners.write(xml, "Owner", owners.of(owner)).open("AccessControlList");
        for (Grant grant : acl.grants()) {
            xml.open("Grant");
            switch (grant.grantee()) {
                case Grantee.Notebook notebook -> {
                    Owners.Owner named = owners.of(notebook.id());
                    grantee(xml, "CanonicalUser").element("ID", named.id()).element("DisplayName", named.name());
                }
                case Grantee.AllUsers group -> grantee(xml, "Group").element("URI", ALL_USERS);
                case Grantee.AuthenticatedUsers group -> grantee(xml, "Group").element("URI", AUTHENTICATED_USERS);
            }
            xml.close("Grantee")
                    .element("Permission", grant.permission().name())
                    .close("Grant");
        }
        return xml.close("AccessControlList");
    }

    private static XmlWriter grantee(XmlWriter xml, String type) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        attributes.put("xsi:type", type);
        return xml.open("Grantee", attributes);
    }

    /**
     * @param owner that the list must name: ownership is not given away so
     * @throws S3Error MalformedACLError, AccessDenied, InvalidArgument, UnresolvableGrantByEmailAddress, NotImplemented
     */
    static Acl read(byte[] body, int owner, Owners owners) {
        XmlTree root;
        try {
            root = XmlTree.read(body, ROOT);
        } catch (S3Error e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        String named = root.child("Owner")
                .flatMap(given -> given.textOf("ID"))
                .orElseThrow(() -> malformed("it has an Owner with an ID"));
        if (!named.equals(owners.of(owner).id())) {
            throw new S3Error(
                    "AccessDenied",
                    403,
                    "the owner cannot be changed; name " + owners.of(owner).id());
        }
        XmlTree list = root.child("AccessControlList").orElseThrow(() -> malformed("it has an AccessControlList"));
        List<XmlTree> given = list.all("Grant");
        if (given.size() > Acl.MOST) {
            throw malformed("it has at most " + Acl.MOST + " grants, was " + given.size());
        }
        List<Grant> grants = new ArrayList<>();
        for (XmlTree grant : given) {
            grants.add(new Grant(
                    permission(grant.textOf("Permission").orElse("")),
                    grantee(grant.child("Grantee").orElseThrow(() -> malformed("a Grant has a Grantee")), owners)));
        }
        return new Acl(grants);
    }

    private static Permission permission(String text) {
        for (Permission one : Permission.values()) {
            if (one.name().equals(text)) {
                return one;
            }
        }
        throw malformed("a Permission is READ, WRITE, READ_ACP, WRITE_ACP or FULL_CONTROL, was \"" + text + "\"");
    }

    private static Grantee grantee(XmlTree grantee, Owners owners) {
        Optional<String> id = grantee.textOf("ID");
        if (id.isPresent()) {
            return AclHeaders.notebook(id.get(), owners);
        }
        Optional<String> uri = grantee.textOf("URI");
        if (uri.isPresent()) {
            return AclHeaders.group(uri.get());
        }
        throw grantee.child("EmailAddress").isPresent()
                ? AclHeaders.unresolvable()
                : malformed("a Grantee has an ID or a URI");
    }

    private static S3Error malformed(String why) {
        return new S3Error("MalformedACLError", 400, "the access list cannot be used: " + why);
    }
}

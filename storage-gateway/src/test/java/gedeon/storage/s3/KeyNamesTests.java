package gedeon.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.TestGateway;
import gedeon.storage.s3.auth.Authenticated;
import gedeon.storage.s3.auth.RawRequest;
import gedeon.storage.tier.posix.PosixSettings;
import gedeon.storage.tier.posix.PosixTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Every name that S3 lets an object have: it goes in and comes out as it was given, and is no place on a disk. */
class KeyNamesTests {
    private static final List<String> NAMES = names();

    @TempDir
    static Path folder;

    private static Path root;
    private static RunningS3 running;
    private static S3Client s3;

    private static List<String> names() {
        Set<String> all = new LinkedHashSet<>(List.of(
                "a".repeat(1024),
                "é".repeat(512),
                "🧪".repeat(256),
                "/".repeat(1024),
                "/",
                "//",
                "a//b",
                "/a",
                "//a//",
                "a/",
                ".",
                "./a",
                "a../b",
                "..a/..b",
                "...",
                "escaped/../b",
                "/..",
                "a/../b",
                "a/..",
                "a/.",
                "a/./b",
                "..\\a",
                "%",
                "%2F",
                "a%2Fb",
                "a/b",
                "%25",
                "%zz",
                "%00",
                "+",
                "a+b",
                "a b",
                " a",
                "a ",
                "a  ",
                " ",
                "a\u00a0",
                "\"a\"",
                "'a'",
                "`a`",
                "&",
                "&amp;",
                "a<b>c",
                "]]>",
                "a?b=c",
                "a?versionId=b",
                "a?acl",
                "a#b",
                "a;b=c",
                "a=b",
                "a:b",
                "a@b",
                "a,b",
                "!$*()[]{}^|~",
                "http://a/b",
                "é",
                "e\u0301",
                "日本語",
                "🧪/🧪",
                "\u0085",
                "\u2028",
                "\u200b",
                "\ufeffa",
                "\ufdd0",
                "\ufffd",
                "\ufffe",
                "\uffff",
                "\udbff\udfff",
                "\u007f"));
        for (char c = 1; c < ' '; c++) {
            all.add((c % 2 == 0 ? "c" : "") + c + "c");
        }
        return List.copyOf(all);
    }

    @BeforeAll
    static void start() throws IOException {
        root = folder.resolve("tier");
        PosixTier.create(root);
        // Each content is a file of its own.
        PosixTier tier = PosixTier.open(root, new PosixSettings(-1, 1L << 30, 0), Clock.systemUTC());
        running = new RunningS3(TestGateway.settings(), tier);
        s3 = running.client(running.owner);
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(running.gateway.quotas().verify()).isEmpty();
        s3.close();
        running.close();
    }

    private static boolean inXml(String name) {
        return name.chars().allMatch(c -> (c >= ' ' || c == '\t' || c == '\n' || c == '\r') && c < 0xfffe);
    }

    private static String send(String method, String bucket, String name, byte[] body, String... headers)
            throws IOException {
        RawRequest request =
                new RawRequest(method, "/" + bucket + "/" + Uri.encode(name, true), RawRequest.sha256(body));
        if (method.equals("PUT")) {
            request.with("content-length", String.valueOf(body.length));
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.with(headers[i], headers[i + 1]);
        }
        Authenticated auth = request.sign(
                "127.0.0.1:" + running.server.port(), running.owner.accessKey(), running.owner.secretKey());
        return request.send(running.server.port(), auth, body);
    }

    private static String content(String name) {
        return "content of " + Uri.encode(name, false);
    }

    private static void fill(String bucket) throws IOException {
        s3.createBucket(b -> b.bucket(bucket));
        for (String name : NAMES) {
            assertThat(send("PUT", bucket, name, content(name).getBytes(UTF_8)))
                    .as(Uri.encode(name, false))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static List<String> sorted() {
        return NAMES.stream()
                .sorted(Comparator.comparing(name -> name.getBytes(UTF_8), java.util.Arrays::compareUnsigned))
                .toList();
    }

    private static List<String> listed(String bucket) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .encodingType(EncodingType.URL)
                .maxKeys(7)
                .build();
        return s3.listObjectsV2Paginator(request).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void eachNameIsReadListedCopiedAndDeletedAsItWasGiven() throws IOException {
        fill("names");
        assertThat(listed("names")).containsExactlyElementsOf(sorted());
        s3.createBucket(b -> b.bucket("copies"));
        for (String name : NAMES) {
            String shown = Uri.encode(name, false);
            assertThat(send("GET", "names", name, new byte[0])).as(shown).endsWith("\r\n\r\n" + content(name));
            assertThat(send("HEAD", "names", name, new byte[0])).as(shown).startsWith("HTTP/1.1 200 ");
            assertThat(send(
                            "PUT",
                            "copies",
                            name,
                            new byte[0],
                            "x-amz-copy-source",
                            "/names/" + Uri.encode(name, true)))
                    .as(shown)
                    .startsWith("HTTP/1.1 200 ");
            assertThat(send("DELETE", "names", name, new byte[0])).as(shown).startsWith("HTTP/1.1 204 ");
            assertThat(send("GET", "names", name, new byte[0])).as(shown).startsWith("HTTP/1.1 404 ");
        }
        assertThat(listed("names")).isEmpty();
        assertThat(listed("copies")).containsExactlyElementsOf(sorted());
        for (String name : NAMES) {
            assertThat(send("GET", "copies", name, new byte[0])).endsWith("\r\n\r\n" + content(name));
        }
    }

    @Test
    void aClientLibraryMeetsTheSameNames() {
        s3.createBucket(b -> b.bucket("library"));
        for (String name : NAMES) {
            String shown = Uri.encode(name, false);
            s3.putObject(b -> b.bucket("library").key(name), RequestBody.fromString(content(name)));
            assertThat(s3.getObjectAsBytes(b -> b.bucket("library").key(name)).asUtf8String())
                    .as(shown)
                    .isEqualTo(content(name));
            s3.copyObject(b -> b.sourceBucket("library")
                    .sourceKey(name)
                    .destinationBucket("library")
                    .destinationKey("copy"));
            assertThat(s3.getObjectAsBytes(b -> b.bucket("library").key("copy")).asUtf8String())
                    .as(shown)
                    .isEqualTo(content(name));
        }
        s3.deleteObject(b -> b.bucket("library").key("copy"));
        assertThat(listed("library")).containsExactlyElementsOf(sorted());
        assertThat(s3.listObjectVersions(b -> b.bucket("library").encodingType(EncodingType.URL))
                        .versions())
                .extracting(ObjectVersion::key)
                .containsExactlyElementsOf(sorted());
        // A list of names is XML: what that cannot carry is deleted one by one.
        List<ObjectIdentifier> many = NAMES.stream()
                .filter(KeyNamesTests::inXml)
                .map(name -> ObjectIdentifier.builder().key(name).build())
                .toList();
        var answer = s3.deleteObjects(b -> b.bucket("library").delete(d -> d.objects(many)));
        assertThat(answer.errors()).isEmpty();
        assertThat(listed("library")).allMatch(name -> !inXml(name));
        NAMES.stream()
                .filter(name -> !inXml(name))
                .forEach(name -> s3.deleteObject(b -> b.bucket("library").key(name)));
        assertThat(listed("library")).isEmpty();
    }

    @Test
    void pagesGoOnBehindAnyName() throws IOException {
        fill("pages");
        List<String> found = new ArrayList<>();
        String marker = "";
        boolean more = true;
        while (more) {
            String after = marker;
            var page = s3.listObjects(b -> b.bucket("pages")
                    .encodingType(EncodingType.URL)
                    .marker(after)
                    .maxKeys(1));
            page.contents().forEach(one -> found.add(one.key()));
            marker = found.getLast();
            more = page.isTruncated();
        }
        assertThat(found).containsExactlyElementsOf(sorted());
        for (String name : NAMES) {
            assertThat(s3.listObjectsV2(b -> b.bucket("pages")
                                    .encodingType(EncodingType.URL)
                                    .prefix(name)
                                    .maxKeys(1))
                            .contents()
                            .getFirst()
                            .key())
                    .isEqualTo(name);
        }
    }

    @Test
    void aNameOfMoreThan1024BytesIsRefused() {
        for (String name : new String[] {"a".repeat(1025), "é".repeat(512) + "a", "/".repeat(1025)}) {
            assertThatThrownBy(() -> s3.putObject(b -> b.bucket("names").key(name), RequestBody.fromString("x")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("KeyTooLongError"));
        }
    }

    @Test
    void aNameThatLeadsOutOfItsBeginningIsRefusedInEachWayToSayIt() throws Exception {
        s3.createBucket(b -> b.bucket("climbing"));
        s3.putObject(b -> b.bucket("climbing").key("a"), RequestBody.fromString("x"));
        for (String name : new String[] {"..", "../a", "../../escaped", "a/../../b", "./../a", "../climbing/a"}) {
            assertThat(send("PUT", "climbing", name, new byte[1])).as(name).startsWith("HTTP/1.1 400 ");
            assertThat(send("GET", "climbing", name, new byte[0])).as(name).startsWith("HTTP/1.1 400 ");
            assertThat(send("PUT", "climbing", "b", new byte[0], "x-amz-copy-source", "/climbing/" + name))
                    .as(name)
                    .contains("<Code>InvalidURI</Code>");
            assertThat(s3.deleteObjects(b -> b.bucket("climbing").delete(d -> d.objects(o -> o.key(name))))
                            .errors())
                    .as(name)
                    .hasSize(1);
            assertThat(new PostForm()
                            .field("key", name)
                            .signed(running.owner, "climbing")
                            .send(running.address().resolve("/climbing"), "f", new byte[1])
                            .statusCode())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(listed("climbing")).containsExactly("a");
    }

    @Test
    void bytesThatAreNoTextAreNoName() throws IOException {
        s3.createBucket(b -> b.bucket("bytes"));
        for (String encoded : new String[] {"%FF", "a%C3", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "a/%80/b"}) {
            for (String method : new String[] {"PUT", "GET", "DELETE"}) {
                byte[] body = new byte[0];
                RawRequest request = new RawRequest(method, "/bytes/" + encoded, RawRequest.sha256(body));
                if (method.equals("PUT")) {
                    request.with("content-length", "0");
                }
                Authenticated auth = request.sign(
                        "127.0.0.1:" + running.server.port(), running.owner.accessKey(), running.owner.secretKey());
                assertThat(request.send(running.server.port(), auth, body))
                        .as(method + " " + encoded)
                        .startsWith("HTTP/1.1 400 ");
            }
            assertThat(send("PUT", "bytes", "b", new byte[0], "x-amz-copy-source", "/bytes/" + encoded))
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(listed("bytes")).isEmpty();
    }

    @Test
    void noNameIsAPathOnTheDisk() throws IOException {
        fill("disk");
        try (Stream<Path> inside = Files.list(folder)) {
            assertThat(inside).containsExactly(root);
        }
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThanOrEqualTo(NAMES.size())
                    .allMatch(file -> root.relativize(file).toString().matches("[a-z0-9./-]+"))
                    .noneMatch(file -> file.toString().contains("escaped"));
        }
    }
}

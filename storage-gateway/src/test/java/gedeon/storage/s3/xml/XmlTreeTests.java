package gedeon.storage.s3.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.s3.S3Error;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTreeTests {
    private static XmlTree read(String text) {
        return XmlTree.read(text.getBytes(UTF_8), "Delete");
    }

    private static void assertRefused(byte[] body) {
        assertThatThrownBy(() -> XmlTree.read(body, "Delete"))
                .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("MalformedXML"));
    }

    @Test
    void textsComeOutAsTheyWereMeant() {
        XmlTree tree = read("<Delete><Object><Key> a &amp; <![CDATA[<b>]]> é 🜁</Key></Object></Delete>");
        assertThat(tree.child("Object").orElseThrow().rawTextOf("Key")).contains(" a & <b> é 🜁");
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(read("\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?><Delete/>")
                        .children())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no XML",
                "<Delete>",
                "<Other/>",
                "<!DOCTYPE Delete [<!ENTITY a 'b'>]><Delete>&a;</Delete>",
                // The platform's parser has no message for a sign that no document type may have.
                "<!DOCTYPE Delete \u0001><Delete/>",
                "<!DOCTYPE Delete [\u0001]><Delete/>"
            })
    void whatIsNoPlainDocumentIsRefused(String text) {
        assertRefused(text.getBytes(UTF_8));
    }

    @Test
    void bytesThatAreNoTextAreRefusedWithoutAWordOnTheConsole() {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            assertRefused(new byte[] {(byte) 0xc3, 0x28, '<', 'D'});
            assertRefused(new byte[] {'<', 'D', (byte) 0xff, '>'});
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(UTF_8)).isEmpty();
    }
}

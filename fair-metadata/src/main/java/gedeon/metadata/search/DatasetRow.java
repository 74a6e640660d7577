package gedeon.metadata.search;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A dataset as search reads it from the catalogue's tables. Never written through. */
@Entity
@Immutable
@Table(schema = "catalogue", name = "dataset")
@SuppressWarnings("NullAway.Init") // JPA fills the fields
class DatasetRow {
    @Id
    UUID id;

    int notebook;
    String name;
    String kind;
    String state;
    String bucket;
    int content;

    @Nullable String source;

    long bytes;
    long files;

    @Nullable String type;

    Instant created;

    @Formula("(select i.name from catalogue.instrument i where i.id = instrument)")
    @Nullable String instrumentName;

    @ElementCollection
    @CollectionTable(schema = "catalogue", name = "field", joinColumns = @JoinColumn(name = "dataset"))
    List<FieldRow> fields;

    @ElementCollection
    @CollectionTable(schema = "catalogue", name = "link", joinColumns = @JoinColumn(name = "dataset"))
    List<LinkRow> links;

    /** The first paths of its files, by which people look for it too. */
    @Transient
    List<String> paths = List.of();

    protected DatasetRow() {}

    UUID getId() {
        return id;
    }

    /** What was measured or said. */
    @Embeddable
    record FieldRow(
            String name,
            String raw,
            String value,
            @Column @Nullable String unit,
            @Column(name = "si_value") @Nullable Double siValue) {}

    /** What it is tied to. */
    @Embeddable
    record LinkRow(String relation, String kind, String target, String name) {}
}

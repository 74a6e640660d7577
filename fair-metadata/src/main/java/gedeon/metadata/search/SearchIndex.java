package gedeon.metadata.search;

import jakarta.persistence.PersistenceUnitTransactionType;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import java.nio.file.Path;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.lucene.analysis.core.WhitespaceTokenizerFactory;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.search.backend.lucene.analysis.LuceneAnalysisConfigurer;
import org.hibernate.search.mapper.orm.Search;
import org.hibernate.search.mapper.orm.mapping.HibernateOrmSearchMappingConfigurer;
import org.hibernate.search.mapper.orm.session.SearchSession;
import org.hibernate.search.mapper.pojo.work.IndexingPlanSynchronizationStrategy;

/** The index while it is open: Hibernate Search over a reading view of the catalogue's tables. Nothing is indexed unless asked. */
final class SearchIndex implements AutoCloseable {
    /** Name of the index and of its folder. */
    static final String INDEX = "dataset";

    static final String ANALYZER = "words";

    private final SessionFactory sessions;

    private SearchIndex(SessionFactory sessions) {
        this.sessions = sessions;
    }

    static SearchIndex open(DataSource source, Path folder) {
        HibernateOrmSearchMappingConfigurer mapping = context -> {
            var dataset = context.programmaticMapping().type(DatasetRow.class);
            dataset.indexed().index(INDEX);
            dataset.binder(new DatasetDocument());
            dataset.property("id").documentId();
        };
        // Texts come here as words already; see Words.
        LuceneAnalysisConfigurer analysis =
                context -> context.analyzer(ANALYZER).custom().tokenizer(WhitespaceTokenizerFactory.class);
        var configuration = new HibernatePersistenceConfiguration("gedeon-search")
                .managedClasses(DatasetRow.class)
                .transactionType(PersistenceUnitTransactionType.RESOURCE_LOCAL)
                .sharedCacheMode(SharedCacheMode.NONE)
                .validationMode(ValidationMode.NONE)
                .property("hibernate.connection.datasource", source)
                .property("hibernate.hbm2ddl.auto", "none")
                .property("hibernate.default_batch_fetch_size", Indexer.BATCH)
                .property("hibernate.search.indexing.listeners.enabled", false)
                .property("hibernate.search.mapping.configurer", mapping)
                .property("hibernate.search.schema_management.strategy", "create-or-validate")
                .property("hibernate.search.backend.type", "lucene")
                .property("hibernate.search.backend.lucene_version", "9.12.3")
                .property("hibernate.search.backend.analysis.configurer", analysis)
                .property("hibernate.search.backend.directory.type", "local-filesystem")
                .property(
                        "hibernate.search.backend.directory.root",
                        folder.toAbsolutePath().toString())
                .property("hibernate.search.backend.indexing.queue_count", 2);
        return new SearchIndex(configuration.createEntityManagerFactory());
    }

    /** Work with a session that reads; what it plans for the index is durable and found when {@code execute} of the plan returns. */
    <T> T with(Function<SearchSession, T> work) {
        try (Session session = sessions.openSession()) {
            session.setDefaultReadOnly(true);
            SearchSession search = Search.session(session);
            search.indexingPlanSynchronizationStrategy(IndexingPlanSynchronizationStrategy.sync());
            return work.apply(search);
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}

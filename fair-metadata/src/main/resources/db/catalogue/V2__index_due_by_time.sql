-- The indexer takes the newest or the oldest rows of the queue; after a rebuild the queue is as long as the catalogue.
create index index_due_by_time on index_due (since);

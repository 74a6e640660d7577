-- What outranks a bucket's lifecycle, and what it had to keep for that: docs/storage.md, "Several tiers".

-- Whether the version is part of a dataset that was sealed: said by the catalogue, told to tiers' journals with the row.
alter table version add sealed boolean not null default false;

-- Sealed datasets some of whose versions may not say so yet. Written in the transaction that seals; gone when all of them do.
create table seal_due (
    dataset uuid primary key,
    since timestamptz not null default clock_timestamp()
);
create index seal_due_since on seal_due (since);

-- What a policy asks of the places of its blobs: how many copies in all, whether in different places, in which country alone, for health data or not.
alter table storage_policy add demands jsonb not null default '{}';

-- kept: what the walk under way has had to keep, up to after_key. kept_last: the same of the last whole walk, which ended at walked.
alter table lifecycle_walk
    add kept jsonb,
    add kept_last jsonb,
    add walked timestamptz;

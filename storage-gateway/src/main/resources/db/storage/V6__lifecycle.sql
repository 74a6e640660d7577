-- Lifecycle rules and webhooks of buckets: docs/s3.md.

-- The few buckets that have rules are found without reading the others.
create index bucket_with_lifecycle on bucket (id) where settings ? 'LIFECYCLE';

-- One row a bucket with rules: who walks it holds claimed_until, which a dead process cannot renew.
create table lifecycle_walk (
    bucket_id int primary key references bucket on delete cascade,
    due timestamptz not null default now(),
    claimed_until timestamptz
);

-- A completed upload stays for a while, an open one until its rule or the default ends it.
alter table upload add completed timestamptz;
update upload set completed = now() where completed_seq is not null;
create index upload_completed on upload (completed) where completed is not null;
create index upload_open_since on upload (created) where completed_seq is null;

-- Bytes of what a round has looked at: by them it keeps its pace, whoever takes it up. Of rounds that are under way: about.
alter table storage_job add round_bytes bigint not null default 0;
update storage_job j set round_bytes = (t.bytes * least(1.0, j.blobs_done::float8 / greatest(1, j.blobs)))::bigint
    from tier t where t.id = j.tier and j.kind = 'FIXITY' and j.after is not null and t.bytes is not null;

-- Packs that a round of compaction found to have holes when it began, in the order in which it writes them anew: looked for once a round, by whoever begins it.
create table holed_pack (
    tier_id smallint not null references tier,
    pack_id uuid not null,
    bytes bigint not null,
    primary key (tier_id, pack_id)
);

-- What has gathered in an archive is looked through in the order in which it came.
create index gathered_since on gathered (tier_id, since, blob_id);

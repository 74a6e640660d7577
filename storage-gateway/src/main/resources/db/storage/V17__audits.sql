-- Tiers are looked through from end to end, and packs with holes written anew: docs/storage.md.
alter table storage_job drop constraint storage_job_kind_check;
alter table storage_job add constraint storage_job_kind_check check (kind in ('PLACING', 'ARRIVALS', 'DRAIN', 'FIXITY', 'AUDIT', 'COMPACTION'));

-- Blobs that lay in a tier and that no row named: put aside there, for a person to look at.
create table lost_and_found (
    tier_id smallint not null references tier,
    blob_id uuid not null,
    found timestamptz not null default now(),
    changed timestamptz not null,
    primary key (tier_id, blob_id)
);

-- Packs of which nothing is named any more; their readers of before have an hour to end.
create table retired_pack (
    tier_id smallint not null references tier,
    pack_id uuid not null,
    retired_at timestamptz not null default now(),
    primary key (tier_id, pack_id)
);

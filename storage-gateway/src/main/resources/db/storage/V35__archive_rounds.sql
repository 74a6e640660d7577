-- Rounds over an archive go through it batch after batch: in which the last blob lies that was looked at.
alter table storage_job add after_pack uuid;

-- Whether pack_id names a batch of an archive. Said when it is sealed; of places that came otherwise by the next round that passes them by.
alter table location add batched boolean not null default false;
create index location_batched on location (tier_id, pack_id, blob_id) where batched and pack_id is not null;

-- What could not be sealed: how often, until when it waits, and why.
alter table gathered
    add failures int not null default 0,
    add again timestamptz,
    add reason text;
create index gathered_waiting on gathered (tier_id) where again is not null;

-- The same of an archive as a whole: it was away.
alter table sealing_claim
    add failures int not null default 0,
    add again timestamptz,
    add reason text;

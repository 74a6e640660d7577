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

-- How many damaged copies were repaired, by tier: counted as it happens, and not again from all of them. Several rows a tier, so that repairs do not wait for each other.
create table damage_repaired (
    tier_id smallint not null,
    slot smallint not null,
    copies bigint not null,
    primary key (tier_id, slot)
);
insert into damage_repaired select tier_id, 0, count(*) from damage where repaired is not null group by tier_id;
create function count_repaired() returns trigger language plpgsql as $$
begin
    insert into storage.damage_repaired as r (tier_id, slot, copies)
        select n.tier_id, pg_backend_pid() % 16, count(*) from now_rows n join old_rows o using (blob_id, tier_id, found)
        where n.repaired is not null and o.repaired is null group by n.tier_id order by n.tier_id
        on conflict (tier_id, slot) do update set copies = r.copies + excluded.copies;
    return null;
end
$$;
create trigger damage_is_repaired after update on damage referencing old table as old_rows new table as now_rows
    for each statement execute function count_repaired();
create index damage_mended on damage (found) where repaired is not null;

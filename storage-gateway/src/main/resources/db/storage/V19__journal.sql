-- What tiers are told of the namespace, so that it can be made again without this database: docs/storage.md, "Journal and rebuild".

-- Rows as they became (or were, where gone) by one statement; in the journal of a tier when their row here is gone. "change" is drawn while the rows are
-- locked: of two lines that speak of a row the one with the higher change is later.
create table journal_entry (
    id bigint generated always as identity primary key,
    told text not null,
    gone boolean not null,
    change bigint not null,
    noted timestamptz not null default now(),
    rows text not null
);

-- A rebuild writes what the journal says already.
create function journal_note() returns trigger language plpgsql as $$
declare
    noted text;
begin
    if current_setting('gedeon.rebuilding', true) = 'on' then
        return null;
    end if;
    select json_agg(row_to_json(c))::text into noted from changed c;
    if noted is not null then
        insert into storage.journal_entry (told, gone, change, rows) values (tg_table_name, tg_op = 'DELETE', nextval('storage.seq'), noted);
    end if;
    return null;
end
$$;

do $$
declare
    each_table text;
begin
    foreach each_table in array array['unit', 'notebook', 'tier', 'storage_policy', 'bucket', 'version', 'upload', 'part', 'key_disposal'] loop
        execute format('create trigger journal_insert after insert on %I referencing new table as changed for each statement execute function journal_note()', each_table);
        execute format('create trigger journal_update after update on %I referencing new table as changed for each statement execute function journal_note()', each_table);
        execute format('create trigger journal_delete after delete on %I referencing old table as changed for each statement execute function journal_note()', each_table);
    end loop;
end
$$;

-- Of the ledger only what people decide: what is used is counted anew.
create function journal_note_quota() returns trigger language plpgsql as $$
begin
    if coalesce(current_setting('gedeon.rebuilding', true), '') <> 'on' then
        insert into storage.journal_entry (told, gone, change, rows)
            values ('quota', tg_op = 'DELETE', nextval('storage.seq'), json_build_array(row_to_json(case when tg_op = 'DELETE' then old else new end))::text);
    end if;
    return null;
end
$$;
create trigger journal_insert after insert or delete on quota for each row execute function journal_note_quota();
create trigger journal_update after update of parent, limit_bytes, limit_objects, overallocation, warn_at, alarm_at, grace_days on quota
    for each row when ((old.parent, old.limit_bytes, old.limit_objects, old.overallocation, old.warn_at, old.alarm_at, old.grace_days)
        is distinct from (new.parent, new.limit_bytes, new.limit_objects, new.overallocation, new.warn_at, new.alarm_at, new.grace_days))
    execute function journal_note_quota();

-- Versions that a rebuild made of blobs which no journal names: written in the last moments before the database was lost.
create table recovered (
    bucket_id int not null,
    key bytea not null,
    seq bigint not null,
    nonce bigint not null,
    blob_id uuid not null,
    recovered timestamptz not null default now(),
    primary key (bucket_id, key, seq)
);

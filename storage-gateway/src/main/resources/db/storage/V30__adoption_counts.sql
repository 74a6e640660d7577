-- How many files of an adopted folder are in which state: docs/storage.md, "An adopted folder". Counted by whatever statement changes them, in its transaction. A
-- session counts in the slot that its process id leads to, so that who works at the same time rarely waits for one row; a slot alone may be below zero, the sum of
-- all is what is there. Rows that are past are not counted. After a rebuild all is counted anew; journals are not told.
create table adoption_count (
    tier_id smallint not null,
    state "char" not null,
    slot smallint not null,
    files bigint not null,
    primary key (tier_id, state, slot)
) with (fillfactor = 50);

create function adoption_counted() returns trigger language plpgsql as $$
begin
    insert into storage.adoption_count as n (tier_id, state, slot, files)
        select c.tier_id, c.state, pg_backend_pid() % 16, case tg_op when 'DELETE' then -count(*) else count(*) end
        from changed c where not c.past group by 1, 2 order by 1, 2
        on conflict (tier_id, state, slot) do update set files = n.files + excluded.files;
    return null;
end
$$;

create function adoption_recounted() returns trigger language plpgsql as $$
begin
    insert into storage.adoption_count as n (tier_id, state, slot, files)
        select d.tier_id, d.state, pg_backend_pid() % 16, sum(d.one) from (
            select tier_id, state, 1 as one from changed where not past
            union all
            select tier_id, state, -1 from before where not past) d
        group by 1, 2 having sum(d.one) <> 0 order by 1, 2
        on conflict (tier_id, state, slot) do update set files = n.files + excluded.files;
    return null;
end
$$;

-- Nobody adds or changes a file between the count and the triggers that keep it.
lock table adopted_file in share row exclusive mode;
insert into adoption_count (tier_id, state, slot, files) select tier_id, state, 0, count(*) from adopted_file where not past group by 1, 2;
create trigger count_insert after insert on adopted_file referencing new table as changed for each statement execute function adoption_counted();
create trigger count_update after update on adopted_file referencing old table as before new table as changed for each statement execute function adoption_recounted();
create trigger count_delete after delete on adopted_file referencing old table as changed for each statement execute function adoption_counted();

-- What was seen and not read yet has no SHA-256: whether any is left is told by the count alone.
alter table adopted_file add constraint adopted_file_seen check (state <> 's' or sha256 is null);

-- What differs in one folder is found without what differs elsewhere.
create index damage_open_of_tier on damage (tier_id, found) where repaired is null;

-- The quota tree: objects beside bytes, warnings, over-allocation, requests for room. docs/storage.md, "The ledger".

-- limit_objects: null where any number may be stored. A version counts one object; a marker, an open upload and its parts none.
-- overallocation: by how many per cent the limits of what is directly below may pass the unit's own, together; null where they may by any.
-- warn_at, alarm_at: per cent of the limit; null for the institution's. level 0, 1 (warning) or 2 (alarm), as announced last, and since when.
-- grace_days: after so many days of alarm nothing is drawn above alarm_at; null where the limit alone binds.
alter table quota
    add limit_objects bigint check (limit_objects >= 0),
    add used_objects bigint not null default 0 check (used_objects >= 0),
    add leased_objects bigint not null default 0 check (leased_objects >= 0),
    add taken_objects bigint not null default 0 check (taken_objects >= 0),
    add overallocation int check (overallocation between 0 and 10000),
    add warn_at smallint check (warn_at between 1 and 100),
    add alarm_at smallint check (alarm_at between 1 and 100),
    add grace_days smallint check (grace_days >= 0),
    add level smallint not null default 0 check (level between 0 and 2),
    add level_since timestamptz;
alter table lease
    add objects bigint not null default 0 check (objects >= 0);

-- The tree is walked by quota.parent alone: of a notebook its unit, of a unit the one above.
create index quota_of_parent on quota (parent) where parent is not null;

update quota q set used_objects = s.objects
    from (select b.notebook, count(*) as objects from version v join bucket b on b.id = v.bucket_id where v.kind = 'o' group by 1) s
    where q.kind = 'n' and q.id = s.notebook;
update quota u set taken_objects = s.objects
    from (
        with recursive below (unit, id) as (
            select id, id from unit
            union all
            select b.unit, c.id from below b join unit c on c.parent = b.id)
        select b.unit, sum(q.used_objects + q.leased_objects)::bigint as objects
            from below b join notebook n on n.unit = b.id join quota q on q.kind = 'n' and q.id = n.id group by 1) s
    where u.kind = 'u' and u.id = s.unit;

-- Who asks for more room of a notebook, and what became of it. One is open at a time.
create table room_request (
    id bigint generated always as identity primary key,
    notebook int not null references notebook,
    asker bigint not null references account,
    more_bytes bigint not null check (more_bytes >= 0),
    more_objects bigint not null default 0 check (more_objects >= 0),
    reason text not null,
    asked timestamptz not null default now(),
    state text not null default 'OPEN' check (state in ('OPEN', 'GRANTED', 'REFUSED')),
    decided timestamptz,
    decider bigint references account,
    words text,
    limit_bytes bigint,
    limit_objects bigint,
    check ((state = 'OPEN') = (decided is null))
);
create unique index room_request_open on room_request (notebook) where state = 'OPEN';
create index room_request_of_notebook on room_request (notebook, id desc);

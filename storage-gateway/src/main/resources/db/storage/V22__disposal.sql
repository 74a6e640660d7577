-- Deletion with care: waste, requests that somebody else approves, and what is kept of what was disposed of. docs/storage.md, "Disposal".

-- Versions that somebody calls an aborted or test acquisition, and why.
create table waste (
    bucket_id int not null,
    key bytea not null,
    seq bigint not null,
    account bigint not null references account,
    marked timestamptz not null default now(),
    reason text not null,
    primary key (bucket_id, key, seq)
);

-- kind WASTE: of marked versions, by a manager alone; REQUEST: asked for by one person and approved by another. asker: who asked; decider: who approved or
-- refused. bypass: whether retention in GOVERNANCE is passed over, by the decider's right. due: when the housekeeping has something to do with it; null: never.
-- prefix, horizon, after_*: which versions are still being gathered, and how far.
create table disposal (
    id bigint generated always as identity primary key,
    notebook int not null,
    bucket_id int not null,
    bucket text not null,
    kind text not null check (kind in ('WASTE', 'REQUEST')),
    state text not null check (state in ('GATHERING', 'REQUESTED', 'REFUSED', 'WITHDRAWN', 'APPROVED', 'DISPOSING', 'DONE')),
    asker bigint not null references account,
    asked timestamptz not null default now(),
    reason text not null,
    prefix bytea,
    horizon bigint not null default 0,
    after_key bytea,
    after_seq bigint not null default 0,
    decider bigint references account,
    decided timestamptz,
    words text not null default '',
    bypass boolean not null default false,
    due timestamptz,
    claimed_until timestamptz,
    ended timestamptz,
    versions bigint not null default 0,
    bytes bigint not null default 0,
    disposed bigint not null default 0,
    disposed_bytes bigint not null default 0,
    stayed bigint not null default 0
);
create index disposal_of_notebook on disposal (notebook, id);
create index disposal_due on disposal (due) where due is not null;
create index disposal_open on disposal (notebook, id) where state in ('GATHERING', 'REQUESTED', 'APPROVED', 'DISPOSING');

-- Versions of a disposal that wait (hindrance null) or stay, and why. Those that went have a tombstone instead.
create table disposal_item (
    disposal bigint not null references disposal,
    key bytea not null,
    seq bigint not null,
    hindrance text,
    primary key (disposal, key, seq)
);
create index disposal_item_waiting on disposal_item (disposal, key, seq) where hindrance is null;
create index disposal_item_stayed on disposal_item (disposal, key, seq) where hindrance is not null;

-- What is kept of a version that was disposed of. Never changed, never removed. Names and not accounts: it outlives them, and is made again without them.
create table tombstone (
    bucket_id int not null,
    key bytea not null,
    seq bigint not null,
    nonce bigint not null,
    is_null boolean not null,
    notebook int not null,
    bucket text not null,
    size bigint not null,
    etag text not null,
    sha256 bytea,
    checksums jsonb not null default '{}',
    composite text,
    content_type text,
    encryption text,
    blob_id uuid,
    content_id uuid,
    created timestamptz not null,
    disposed timestamptz not null default now(),
    requested_by text not null,
    approved_by text not null,
    reason text not null,
    disposal bigint not null,
    primary key (bucket_id, key, seq)
);
create index tombstone_of_disposal on tombstone (disposal, key, seq);

create function tombstone_stays() returns trigger language plpgsql as $$
begin
    if coalesce(current_setting('gedeon.rebuilding', true), '') = 'on' then
        return coalesce(new, old);
    end if;
    raise exception 'a tombstone is neither changed nor removed';
end
$$;
create trigger tombstone_stays before update or delete on tombstone for each row execute function tombstone_stays();
create trigger journal_insert after insert on tombstone referencing new table as changed for each statement execute function journal_note();

-- Who did what with waste and disposals: only added to.
create table disposal_act (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    notebook int not null,
    bucket text not null,
    disposal bigint,
    act text not null,
    account bigint references account,
    words text not null,
    versions bigint not null,
    bytes bigint not null
);
create index disposal_act_of_notebook on disposal_act (notebook, id);
create index disposal_act_of_disposal on disposal_act (disposal, id) where disposal is not null;

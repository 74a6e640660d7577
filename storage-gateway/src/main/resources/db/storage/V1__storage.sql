-- Namespace, ledger, outbox. Decisions and figures: docs/storage.md. Everything lives in schema "storage", set as the search path by the connection.

-- One sequence for versions and changes. CACHE 1: per key, order of seq is order of commit.
create sequence seq as bigint cache 1;

-- Who exists -----------------------------------------------------------------------------------------------------------------

create table unit (
    id int generated always as identity primary key,
    name text not null unique,
    parent int references unit,
    created timestamptz not null default now()
);

create table notebook (
    id int generated always as identity primary key,
    name text not null unique,
    unit int not null references unit,
    kind text not null,
    created timestamptz not null default now()
);

create table account (
    id bigint generated always as identity primary key,
    name text not null unique,
    kind text not null,
    created timestamptz not null default now()
);

-- target: 0 for the institution
create table role_grant (
    account bigint not null references account,
    role text not null,
    kind text not null check (kind in ('INSTITUTION', 'UNIT', 'NOTEBOOK')),
    target int not null,
    created timestamptz not null default now(),
    primary key (account, role, kind, target)
);

create table token (
    hash bytea primary key,
    account bigint not null references account,
    label text not null,
    created timestamptz not null default now(),
    expires timestamptz,
    revoked timestamptz
);
create index token_of_account on token (account);

-- secret: AES-256-GCM under the master key, which never lies in the database
create table access_key (
    id text primary key,
    secret bytea not null,
    account bigint not null references account,
    notebook int not null references notebook,
    role text not null,
    created timestamptz not null default now(),
    revoked timestamptz
);
create index access_key_of_notebook on access_key (notebook);

-- Places -----------------------------------------------------------------------------------------------------------------------

create table tier (
    id smallint generated always as identity primary key,
    uuid uuid not null unique,
    kind text not null,
    name text not null unique,
    settings jsonb not null default '{}',
    state text not null default 'online'
);

create table bucket (
    id int generated always as identity primary key,
    name text not null unique,
    notebook int not null references notebook,
    versioning text not null default 'off' check (versioning in ('off', 'enabled', 'suspended')),
    locked boolean not null default false,
    created timestamptz not null default now()
);
create index bucket_of_notebook on bucket (notebook);

-- Namespace --------------------------------------------------------------------------------------------------------------------

-- checksums: {"CRC32": "hex", ...}; meta: {"headers": {...}, "user": {...}}
create table version (
    bucket_id int not null,
    key bytea not null,
    seq bigint not null,
    nonce bigint not null,
    is_null boolean not null,
    kind "char" not null default 'o',
    size bigint not null,
    blob_id uuid,
    content_id uuid,
    etag text not null,
    sha256 bytea,
    checksums jsonb not null default '{}',
    created timestamptz not null default now(),
    lock_mode text,
    retain_until timestamptz,
    legal_hold boolean not null default false,
    meta jsonb not null default '{}',
    tags jsonb not null default '{}',
    storage_class text not null default 'STANDARD',
    change bigint not null
) partition by hash (bucket_id);
create unique index version_key on version (bucket_id, key, seq desc);
create index version_blob on version (blob_id) where blob_id is not null;
create index version_content on version (content_id) where content_id is not null;

-- Only live heads: neither old versions nor markers slow a listing.
create table current (
    bucket_id int not null,
    key bytea not null,
    seq bigint not null,
    size bigint not null,
    etag text not null,
    modified timestamptz not null,
    storage_class text not null default 'STANDARD',
    primary key (bucket_id, key)
) partition by hash (bucket_id);

create table blob (
    id uuid not null,
    notebook int not null,
    size bigint not null,
    state "char" not null default 'l',
    created timestamptz not null default now(),
    primary key (id)
) partition by hash (id);

create table location (
    blob_id uuid not null,
    tier_id smallint not null,
    pack_id uuid,
    pos bigint not null,
    length bigint not null,
    state "char" not null default 'l',
    verified_at timestamptz,
    primary key (blob_id, tier_id)
) partition by hash (blob_id);

create table part (
    content_id uuid not null,
    number int not null,
    start bigint,
    size bigint not null,
    blob_id uuid not null,
    md5 bytea not null,
    checksums jsonb not null default '{}',
    created timestamptz not null default now(),
    primary key (content_id, number)
) partition by hash (content_id);
create index part_blob on part (blob_id);

do $$
begin
    for n in 0..31 loop
        execute format('create table version_%s partition of version for values with (modulus 32, remainder %s)', n, n);
        execute format('create table current_%s partition of current for values with (modulus 32, remainder %s) with (fillfactor = 80)', n, n);
        execute format('create table blob_%s partition of blob for values with (modulus 32, remainder %s)', n, n);
        execute format('create table location_%s partition of location for values with (modulus 32, remainder %s)', n, n);
        execute format('create table part_%s partition of part for values with (modulus 32, remainder %s)', n, n);
    end loop;
end
$$;

-- An open upload; when completed it stays for a while so that a repeated completion gives the same answer.
create table upload (
    id uuid primary key,
    bucket_id int not null references bucket,
    key bytea not null,
    nonce bigint not null,
    created timestamptz not null default now(),
    checksum text,
    full_object boolean not null default false,
    meta jsonb not null default '{}',
    completed_seq bigint,
    completed_parts bytea
);
create index upload_of_bucket on upload (bucket_id, key);

create table garbage (
    blob_id uuid primary key,
    since timestamptz not null default now()
);

-- Ledger -----------------------------------------------------------------------------------------------------------------------

create table quota (
    kind "char" not null check (kind in ('u', 'n')),
    id int not null,
    parent int,
    limit_bytes bigint not null check (limit_bytes >= 0),
    used bigint not null default 0 check (used >= 0),
    leased bigint not null default 0 check (leased >= 0),
    taken bigint not null default 0 check (taken >= 0),
    primary key (kind, id)
) with (fillfactor = 50);

create table process (
    id uuid primary key,
    epoch int not null default 0,
    expires_at timestamptz not null
);

create table lease (
    process uuid not null references process on delete cascade,
    notebook int not null,
    bytes bigint not null check (bytes >= 0),
    primary key (process, notebook)
) with (fillfactor = 50);

-- Outbox -----------------------------------------------------------------------------------------------------------------------

create table outbox (
    id bigint generated always as identity primary key,
    consumer text not null,
    event text not null,
    body jsonb not null,
    change bigint not null,
    ready_at timestamptz not null default now(),
    attempts int not null default 0,
    claimed_until timestamptz,
    parked boolean not null default false,
    reason text
);
create index outbox_due on outbox (consumer, ready_at) where not parked;

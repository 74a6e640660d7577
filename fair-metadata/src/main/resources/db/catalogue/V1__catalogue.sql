-- What the data is, where it came from. Ids of notebooks, buckets' names and versions are storage's; no foreign key crosses the schemas.

-- Instruments and their agents -------------------------------------------------------------------------------------------------

create table instrument (
    id int generated always as identity primary key,
    notebook int not null,
    name text not null unique,
    model text,
    manufacturer text,
    serial text,
    pid text,
    origin text not null default 'person',
    origin_id text,
    created timestamptz not null default now(),
    last_acquisition timestamptz
);
create index instrument_of_notebook on instrument (notebook);
create unique index instrument_origin on instrument (origin, origin_id) where origin_id is not null;

-- One use; only the SHA-256 of the code is kept.
create table enrolment_code (
    hash bytea primary key,
    instrument int not null references instrument,
    made_by bigint not null,
    created timestamptz not null default now(),
    expires timestamptz not null,
    used timestamptz
);

create table agent (
    id uuid primary key,
    instrument int not null references instrument,
    account bigint not null unique,
    access_key text not null,
    bucket text not null,
    hostname text not null,
    os text not null,
    version text not null,
    enrolled timestamptz not null default now(),
    last_seen timestamptz,
    backlog bigint not null default 0,
    oldest_unsent timestamptz,
    sent bigint not null default 0,
    disk bigint,
    clock_skew_ms bigint,
    messages text[] not null default '{}'
);
create index agent_of_instrument on agent (instrument);
create index agent_of_bucket on agent (bucket);

create table source (
    instrument int not null references instrument,
    name text not null,
    folder text not null,
    pattern text,
    kind text not null check (kind in ('FILE', 'FOLDER')),
    marker text,
    quiet_seconds int not null,
    prefix text not null,
    experiment text,
    version int not null default 1,
    primary key (instrument, name)
);

-- What datasets are tied to ----------------------------------------------------------------------------------------------------

-- Experiments, protocol versions, software versions, samples, persons. notebook is null for what all notebooks share.
create table thing (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('experiment', 'protocol', 'software', 'sample', 'person')),
    notebook int,
    name text not null,
    version text not null default '',
    title text,
    url text,
    identifier text,
    email text,
    origin text not null default 'person',
    origin_id text,
    created timestamptz not null default now()
);
create unique index thing_name on thing (kind, coalesce(notebook, 0), name, version);
create unique index thing_origin on thing (origin, origin_id) where origin_id is not null;
create unique index person_orcid on thing (identifier) where kind = 'person' and identifier is not null;

-- Datasets ---------------------------------------------------------------------------------------------------------------------

-- An acquisition of an instrument (source, name), or one object that somebody put (bucket, key).
-- revision: counts up at each change, the ETag. extraction: waiting, running, done, partial, unknown, failed.
create table dataset (
    id uuid primary key,
    notebook int not null,
    name text not null,
    kind text not null check (kind in ('raw', 'processed', 'result')),
    state text not null default 'draft' check (state in ('draft', 'sealed', 'deleted')),
    bucket text not null,
    instrument int references instrument,
    source text,
    key bytea,
    change bigint not null default 0,
    content int not null default 1,
    bytes bigint not null,
    files bigint not null,
    type text,
    created timestamptz not null,
    revision bigint not null default 1,
    extraction text not null default 'waiting',
    extraction_reader text,
    extraction_version text,
    extraction_reason text,
    extraction_attempts int not null default 0,
    extraction_until timestamptz
) with (fillfactor = 80);
create index dataset_of_notebook on dataset (notebook, id desc);
create unique index dataset_acquisition on dataset (instrument, source, name) where instrument is not null;
create unique index dataset_object on dataset (bucket, key) where key is not null;
create index dataset_unread on dataset (created) where extraction in ('waiting', 'running');

-- What a dataset consisted of, each time that it was told: never changed afterwards.
create table content (
    dataset uuid not null references dataset,
    number int not null,
    instrument int,
    manifest bytea,
    rule text,
    confidence double precision,
    provisional boolean not null default false,
    started timestamptz,
    finished timestamptz,
    operator text,
    agent uuid,
    received timestamptz not null,
    receipt text,
    primary key (dataset, number)
);
create unique index content_manifest on content (instrument, manifest) where manifest is not null;

create table file (
    dataset uuid not null,
    number int not null,
    path text not null,
    key bytea not null,
    version text,
    size bigint not null,
    sha256 bytea,
    modified timestamptz,
    primary key (dataset, number, path)
);
create index file_key on file using hash (key);

create table field (
    dataset uuid not null,
    pos int not null,
    name text not null,
    raw text not null,
    value text not null,
    unit text,
    si_value double precision,
    source text,
    confidence real not null,
    primary key (dataset, pos)
);

-- Provenance (PROV): an activity used and generated; links of a dataset are what its activity used and by whom it was done.
create table activity (
    id uuid primary key,
    dataset uuid not null references dataset,
    number int not null,
    type text not null check (type in ('acquisition', 'upload', 'run')),
    started timestamptz,
    ended timestamptz,
    unique (dataset, number)
);

-- target: the id of a thing or an instrument as text, the uuid of a dataset or plan
create table link (
    dataset uuid not null references dataset,
    relation text not null,
    kind text not null,
    target text not null,
    name text not null,
    origin text not null,
    told_by text,
    created timestamptz not null default now(),
    primary key (dataset, relation, kind, target)
);
create index link_target on link (kind, target);

-- Datasets whose place in the search index is older than they are; claimed with SKIP LOCKED, deleted when indexed.
create table index_due (
    dataset uuid primary key,
    since timestamptz not null default now()
);

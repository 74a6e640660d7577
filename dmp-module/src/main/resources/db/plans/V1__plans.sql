-- Plans: documents, their versions, what they promise, what approving them changed, how reality compared. docs/plans.md.
-- Notebooks are named by their id in storage; no foreign key crosses a module's schema.

create table plans.plan (
    id uuid primary key,
    seq bigint not null generated always as identity unique, -- order of lists, and their cursor
    notebook int not null,
    identity text not null, -- dmp_id as type:identifier; without one, the document's digest
    title text not null,
    state text not null check (state in ('draft', 'approved', 'amended')),
    version int not null, -- the newest
    approved_version int, -- the one in force
    master text not null default 'elsewhere' check (master in ('elsewhere', 'here')), -- where the words are edited
    created timestamptz not null,
    modified timestamptz not null,
    unique (notebook, identity)
);
create index plan_of_notebook on plans.plan (notebook, seq);

-- Never changed but for the approval. "json" and not "jsonb": the author's order of keys and way of writing numbers stay.
create table plans.plan_version (
    plan uuid not null references plans.plan,
    number int not null,
    label text,
    original bytea not null, -- as it came, to the byte
    sha256 bytea not null, -- of original
    document json not null, -- maDMP 1.2 as read, unknown keys included
    mended json not null,
    planned_bytes bigint, -- null: no size is given anywhere
    document_modified timestamptz,
    by_name text not null,
    at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    primary key (plan, number)
);

create table plans.output (
    plan uuid not null,
    version int not null,
    position int not null,
    key text not null, -- dataset_id, or its place
    title text not null,
    type text,
    planned_bytes bigint,
    complete boolean not null, -- every distribution has a size
    commitments json not null,
    primary key (plan, version, position),
    unique (plan, version, key),
    foreign key (plan, version) references plans.plan_version
);

-- What was decided and what it changed. A quota row without outcome is promised and not yet done.
create table plans.act (
    id bigint primary key generated always as identity,
    plan uuid not null references plans.plan,
    version int not null,
    notebook int not null,
    what text not null check (what in ('import', 'approval', 'quota')),
    before text,
    after text,
    by_name text not null,
    at timestamptz not null,
    outcome text check (outcome in ('applied', 'superseded')),
    settled timestamptz
);
create index act_of_plan on plans.act (plan, id);
create index act_pending on plans.act (notebook) where outcome is null;

create table plans.evaluation (
    id bigint primary key generated always as identity,
    plan uuid not null references plans.plan,
    version int not null,
    at timestamptz not null,
    items json not null
);
create index evaluation_of_plan on plans.evaluation (plan, at desc, id desc);

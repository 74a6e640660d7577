-- What people know of a tier beside its settings, since when it is in its state, and what lay there when it was last counted: docs/storage.md.
alter table tier
    add traits jsonb not null default '{}',
    add since timestamptz not null default now(),
    add blobs bigint,
    add bytes bigint,
    add counted timestamptz;

-- When the round that is shown began, and when the last whole one ended.
alter table storage_job
    add round_began timestamptz,
    add round_ended timestamptz;

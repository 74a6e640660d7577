-- Rules that people wrote or changed, each version for good. Those that come with the release are not here.
create table finish_rule (
    name text not null,
    version int not null,
    body jsonb not null,
    made timestamptz not null default now(),
    made_by text not null,
    primary key (name, version)
);

-- By which its acquisitions are told and judged, always in its newest version; null: by its own pattern, marker and quiet period.
alter table source add rule text;

-- What an agent told of is stored; that it is what was sent is known once all of it was read again, and only then it gets its receipt.

-- proving: "reading" its files again; "journal": all of them were, and a tier's journal has yet to hold them; "broken": some are not what was sent, whose manifest
-- moves to broken_manifest, so that the same one can be told again once they are sent anew; null: it has its receipt, or is nothing that gets one.
-- proving_until: nobody else takes it before.
alter table content
    add column proving text check (proving in ('reading', 'journal', 'broken')),
    add column proving_until timestamptz,
    add column proving_tries int not null default 0,
    add column proving_reason text,
    add column broken_manifest bytea,
    add column broken_told boolean not null default false,
    add column journal_mark bigint,
    add column past_cache boolean not null default true,
    add column freed timestamptz;
create index content_proving on content (proving_until) where proving in ('reading', 'journal');
create index content_broken on content (instrument, broken_manifest) where broken_manifest is not null;
create index content_broken_untold on content (received) where proving = 'broken' and not broken_told;

-- When it was read again last and was what the agent had declared.
alter table file add column verified timestamptz;

-- Files that were not, when they were read again.
create table broken_file (
    dataset uuid not null,
    number int not null,
    path text not null,
    reason text not null,
    found timestamptz not null default now(),
    primary key (dataset, number, path)
);

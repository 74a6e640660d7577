-- Encryption at rest: docs/storage.md. The keys themselves never lie here, nor in a copy of this database.

-- key_kind: null where the payload is plain; 'n' the notebook's own key, 'k' one of its named keys, 'c' a key that its owner sends with each request.
-- wrapped: the blob's data key under that key.
alter table blob
    add key_kind "char" check (key_kind in ('n', 'k', 'c')),
    add key_name text,
    add key_generation int,
    add wrapped bytea,
    add constraint blob_key check ((key_kind is null) = (wrapped is null) and (key_name is null) = (key_generation is null)
        and (key_name is not null) = (key_kind is not null and key_kind <> 'c'));

-- Which blobs a generation of a key holds: asked when it is withdrawn, in the order of their ids. What was rewritten has state 'r' until the collector comes.
create index blob_of_key on blob (notebook, key_name, key_generation, id) where key_name is not null and state = 'l';

-- What the version shows: 'AES256', 'aws:kms/NAME', 'SSE-C/MD5'; null where its content is plain.
alter table version add encryption text;

-- Notebooks whose buckets encrypt unless they say otherwise: what their plan calls sensitive.
alter table notebook add encrypted boolean not null default false;

-- A generation of a key whose blobs are rewritten under the current one; then it is destroyed.
create table key_withdrawal (
    id bigint generated always as identity primary key,
    notebook int not null references notebook,
    key_name text not null,
    key_generation int not null,
    started timestamptz not null default now(),
    finished timestamptz,
    claimed_until timestamptz,
    blobs bigint not null default 0,
    blobs_done bigint not null default 0,
    bytes_done bigint not null default 0,
    reason text,
    unique (notebook, key_name, key_generation)
);
create index key_withdrawal_open on key_withdrawal (id) where finished is null;

-- Who destroyed which key, and when: what cannot be read any more was disposed of.
create table key_disposal (
    id bigint generated always as identity primary key,
    notebook int not null,
    key_name text not null,
    key_generation int not null,
    disposed timestamptz not null default now(),
    account bigint,
    reason text not null
);

-- Connectors to laboratories' notebook software. Ids of notebooks are storage's; no foreign key crosses the schemas.

-- token: wrapped under the master key, the connector's name as associated data. last_full: when all was read, whatever its age.
create table labguru (
    id int generated always as identity primary key,
    name text not null unique,
    url text not null,
    token bytea not null,
    notebook int not null,
    made timestamptz not null,
    last_run timestamptz,
    last_full timestamptz,
    last_error text
);

-- The newest change seen, a row a kind: what is not newer was read before.
create table labguru_since (
    connector int not null references labguru on delete cascade,
    kind text not null check (kind in ('experiments', 'protocols', 'instruments', 'persons')),
    since timestamptz not null,
    primary key (connector, kind)
);

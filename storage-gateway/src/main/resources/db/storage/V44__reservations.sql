-- Room that an account asked for before the first byte of what it will send: part of its notebook's "leased", of no process's lease. What is stored in it is
-- taken out of it; what is left goes back when it ends. source and name: what for, in the words of the account.
create table reservation (
    id uuid primary key,
    notebook int not null references notebook,
    account bigint not null references account,
    source text not null,
    name text not null,
    bytes bigint not null check (bytes >= 0),
    objects bigint not null check (objects >= 0),
    made timestamptz not null default now(),
    expires timestamptz not null
);
create index reservation_expires on reservation (expires);
create index reservation_of_notebook on reservation (notebook);
create index reservation_of_account on reservation (account);

-- The reservation whose room the parts of an upload take; it may have ended since.
alter table upload add reservation uuid;
create index upload_of_reservation on upload (reservation) where reservation is not null and completed_seq is null;

-- What an account was refused last in a notebook: told once, until it fits. kind and scope: where there was no room.
create table reservation_refused (
    account bigint not null references account,
    notebook int not null references notebook,
    reservation uuid not null,
    source text not null,
    name text not null,
    bytes bigint not null,
    objects bigint not null,
    kind "char" not null check (kind in ('u', 'n')),
    scope int not null,
    since timestamptz not null default now(),
    asked timestamptz not null default now(),
    told timestamptz,
    primary key (account, notebook)
);
create index reservation_refused_untold on reservation_refused (since) where told is null;

-- Where buckets of a notebook may send what happens to their objects; secret: AES-256-GCM under the master key.
create table webhook (
    notebook int not null references notebook,
    name text not null,
    url text not null,
    secret bytea not null,
    created timestamptz not null default now(),
    primary key (notebook, name)
);

-- The one complete server of this database, with pages, first start and house-keeping. Gateways beside it are not told here. A row is held for as long as it is renewed.
create table complete_server (
    only_one boolean primary key default true check (only_one),
    server uuid not null,
    tier uuid not null,
    master_key text not null,
    host text not null,
    boot text not null,
    home text not null,
    since timestamptz not null default now(),
    expires_at timestamptz not null
);

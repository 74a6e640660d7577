-- Keys that end by themselves: for one prefix, with a session token of which only the SHA-256 is kept.
alter table access_key
    add expires timestamptz,
    add session bytea,
    add bucket text,
    add prefix text,
    add constraint temporary_key check ((expires is null) = (session is null));
create index access_key_expired on access_key (expires) where expires is not null;

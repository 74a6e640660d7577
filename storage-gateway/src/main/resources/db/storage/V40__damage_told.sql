-- What of a tier's damage was announced last.
alter table tier
    add column told_open bigint not null default 0,
    add column told_lost bigint not null default 0;

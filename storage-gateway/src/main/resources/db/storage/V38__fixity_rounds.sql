-- A copy that was not there is damage as well, and counted apart. Of what was found before, nobody can say.
alter table damage add missing boolean not null default false;
-- What was found and what was repaired in a tier since its last round: one range of each.
create index damage_of_tier on damage (tier_id, found);
create index damage_repaired_at on damage (tier_id, repaired) where repaired is not null;

-- Each round of fixity that ended, for good: docs/storage.md. digest is the SHA-256 of a text of the row in which stands the digest of the tier's round before.
create table fixity_round (
    tier_id smallint not null,
    number bigint not null check (number > 0),
    tier uuid not null,
    job bigint not null,
    began timestamptz not null,
    ended timestamptz not null,
    copies bigint not null,
    bytes bigint not null,
    damaged bigint not null,
    missing bigint not null,
    repaired bigint not null,
    lost bigint not null,
    previous bytea not null check (length(previous) = 32),
    digest bytea not null check (length(digest) = 32),
    primary key (tier_id, number)
);
create index fixity_round_ended on fixity_round (ended, tier_id, number);

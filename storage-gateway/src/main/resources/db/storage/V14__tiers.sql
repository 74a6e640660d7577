-- Several tiers, copies of a blob in them, and the work that brings each where its notebook's storage policy wants it: docs/storage.md.

-- rank: of two copies the one of the lower is read. state: a draining tier gets nothing new, one that is off is neither read nor written.
alter table tier
    add rank smallint not null default 0,
    add constraint tier_state check (state in ('online', 'draining', 'off'));

-- Where a notebook's blobs lie: landing (the first tier that takes them), copies (each of them has one more), rules (jsonb: when to go where; the last that
-- fits counts), and within how many days each copy is read again.
create table storage_policy (
    id int generated always as identity primary key,
    name text not null unique,
    landing smallint[] not null check (cardinality(landing) > 0),
    copies smallint[] not null default '{}',
    rules jsonb not null default '[]',
    fixity_days int not null default 90 check (fixity_days > 0),
    changed timestamptz not null default now()
);
alter table notebook add policy int references storage_policy;

-- state: 'w' being written, 'l' live, 'x' damaged, 'r' retired: its bytes go an hour later. claimed_until: of who writes it. read_on: the last day that somebody read it.
alter table location
    add claimed_until timestamptz,
    add retired_at timestamptz,
    add read_on date;
create index location_unsettled on location (state, blob_id) where state <> 'l';

-- Work on many blobs, one process at a time: goes on behind "after" whoever dies.
create table storage_job (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('PLACING', 'ARRIVALS', 'DRAIN', 'FIXITY')),
    tier smallint references tier,
    state text not null default 'running' check (state in ('running', 'paused', 'finished', 'cancelled')),
    started timestamptz not null default now(),
    finished timestamptz,
    asked_by text,
    after uuid,
    due timestamptz not null default now(),
    claimed_until timestamptz,
    blobs bigint not null default 0,
    blobs_done bigint not null default 0,
    bytes_done bigint not null default 0,
    failed bigint not null default 0,
    bandwidth bigint check (bandwidth > 0),
    reason text
);
create index storage_job_open on storage_job (due) where state = 'running';
-- One of a kind a tier at a time.
create unique index storage_job_of_tier on storage_job (kind, coalesce(tier, 0)) where state in ('running', 'paused');

-- What was asked of a tier and came back wrong or not at all. Repaired from another copy, or lost until somebody brings it again.
create table damage (
    blob_id uuid not null,
    tier_id smallint not null,
    found timestamptz not null default now(),
    reason text not null,
    repaired timestamptz,
    primary key (blob_id, tier_id, found)
);
create index damage_open on damage (found) where repaired is null;
create unique index damage_once on damage (blob_id, tier_id) where repaired is null;

-- As in V12, with the tier.
drop function glance(text, text, bytea);
create function glance(
    asked_key text, asked_bucket text, asked_object bytea,
    out k_secret bytea, out k_account bigint, out k_notebook int, out k_role text, out k_expires timestamptz, out k_session bytea,
    out k_bucket text, out k_prefix text, out k_name text, out k_kind text,
    out b_id int, out b_notebook int, out b_name text, out b_versioning text, out b_locked boolean, out b_lock_mode text, out b_lock_days int,
    out b_lock_years int, out b_settings text, out b_created timestamptz,
    out v_notebook int, out v_bucket_id int, out v_name text, out v_key bytea, out v_seq bigint, out v_nonce bigint, out v_is_null boolean, out v_kind text,
    out v_size bigint, out v_etag text, out v_sha256 bytea, out v_checksums text, out v_composite text, out v_created timestamptz, out v_meta text,
    out v_tags text, out v_lock_mode text, out v_retain_until timestamptz, out v_legal_hold boolean, out v_acl text, out v_owner int,
    out v_encryption text, out v_change bigint,
    out l_blob_id uuid, out l_tier_id smallint, out l_pack_id uuid, out l_pos bigint, out l_length bigint)
language plpgsql stable parallel unsafe set plan_cache_mode = force_generic_plan as $$
begin
    select k.secret, k.account, k.notebook, k.role, k.expires, k.session, k.bucket, k.prefix, a.name, a.kind
        into k_secret, k_account, k_notebook, k_role, k_expires, k_session, k_bucket, k_prefix, k_name, k_kind
        from storage.access_key k join storage.account a on a.id = k.account where k.id = asked_key and k.revoked is null;
    -- Who holds no key learns nothing, not even by how long it takes.
    if k_secret is null or asked_bucket is null then
        return;
    end if;
    select b.id, b.notebook, b.name, b.versioning, b.locked, b.lock_mode, b.lock_days, b.lock_years, b.settings::text, b.created
        into b_id, b_notebook, b_name, b_versioning, b_locked, b_lock_mode, b_lock_days, b_lock_years, b_settings, b_created
        from storage.bucket b where b.name = asked_bucket;
    if b_id is null or asked_object is null then
        return;
    end if;
    select b_notebook, v.bucket_id, b_name, v.key, v.seq, v.nonce, v.is_null, v.kind, v.size, v.etag, v.sha256, v.checksums::text, v.composite, v.created,
            v.meta::text, v.tags::text, v.lock_mode, v.retain_until, v.legal_hold, v.acl, v.owner, v.encryption, v.change, v.blob_id
        into v_notebook, v_bucket_id, v_name, v_key, v_seq, v_nonce, v_is_null, v_kind, v_size, v_etag, v_sha256, v_checksums, v_composite, v_created,
            v_meta, v_tags, v_lock_mode, v_retain_until, v_legal_hold, v_acl, v_owner, v_encryption, v_change, l_blob_id
        from storage.version v where v.bucket_id = b_id and v.key = asked_object order by v.seq desc limit 1;
    if l_blob_id is not null and v_encryption is null then
        select l.tier_id, l.pack_id, l.pos, l.length into l_tier_id, l_pack_id, l_pos, l_length
            from storage.location l where l.blob_id = l_blob_id and l.state = 'l' order by l.tier_id limit 1;
    end if;
end
$$;

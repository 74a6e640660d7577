-- Archives, from which content has to be restored before it is read: docs/storage.md.

-- Whether all copies that stay of a blob lie in tiers from which nobody reads at once. Versions of it show the storage class GLACIER.
alter table blob add archived boolean not null default false;

-- A restored copy: until when it lies there. Null: it stays as long as the policy wants it.
alter table location add restored_until timestamptz;
create index location_restored on location (restored_until) where restored_until is not null;

-- Restores that were asked for and are under way: nothing stays here of one that has ended. tier_id: where the copy will lie, bytes: the room kept for it there.
create table restore (
    id bigint generated always as identity primary key,
    bucket_id int not null,
    key bytea not null,
    seq bigint not null,
    notebook int not null,
    tier_id smallint not null references tier,
    bytes bigint not null,
    days int not null check (days > 0),
    asked timestamptz not null default now(),
    due timestamptz not null,
    claimed_until timestamptz,
    attempts int not null default 0,
    reason text,
    unique (bucket_id, key, seq)
);
create index restore_due on restore (due);
create index restore_of_notebook on restore (notebook);

-- What came into an archive and is not sealed into a batch yet.
create table gathered (
    tier_id smallint not null references tier,
    blob_id uuid not null,
    bytes bigint not null,
    since timestamptz not null default now(),
    primary key (tier_id, blob_id)
);

-- A batch of versions of one bucket: one OCFL object, and the pack_id of what lies in it. state: 'w' being written, 's' sealed, while what was gathered for it
-- is still taken away, 'l' done, 'd' given up: whatever its writer left goes.
create table batch (
    tier_id smallint not null references tier,
    id uuid not null,
    bucket_id int not null,
    state "char" not null default 'w' check (state in ('w', 's', 'l', 'd')),
    blobs int not null default 0,
    bytes bigint not null default 0,
    changed timestamptz not null default now(),
    primary key (tier_id, id)
);
create index batch_unsettled on batch (tier_id) where state <> 'l';

-- One process at a time seals in an archive.
create table sealing_claim (
    tier_id smallint primary key references tier,
    claimed_until timestamptz
);

-- As in V14, with the storage class, and without restored copies whose time is over.
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
    out v_encryption text, out v_change bigint, out v_storage_class text,
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
            v.meta::text, v.tags::text, v.lock_mode, v.retain_until, v.legal_hold, v.acl, v.owner, v.encryption, v.change, v.storage_class, v.blob_id
        into v_notebook, v_bucket_id, v_name, v_key, v_seq, v_nonce, v_is_null, v_kind, v_size, v_etag, v_sha256, v_checksums, v_composite, v_created,
            v_meta, v_tags, v_lock_mode, v_retain_until, v_legal_hold, v_acl, v_owner, v_encryption, v_change, v_storage_class, l_blob_id
        from storage.version v where v.bucket_id = b_id and v.key = asked_object order by v.seq desc limit 1;
    if l_blob_id is not null and v_encryption is null then
        select l.tier_id, l.pack_id, l.pos, l.length into l_tier_id, l_pack_id, l_pos, l_length
            from storage.location l where l.blob_id = l_blob_id and l.state = 'l' and (l.restored_until is null or l.restored_until > now())
            order by l.tier_id limit 1;
    end if;
end
$$;

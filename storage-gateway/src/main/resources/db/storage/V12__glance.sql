-- What a request has to know, by one statement and of one snapshot: who holds its key, its bucket, the newest version of its object and where that lies.
-- Each look inside has its parameters when it begins, so that of 32 partitions one is opened; a join would open all (gedeon.storage.glance).
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
    out l_blob_id uuid, out l_pack_id uuid, out l_pos bigint, out l_length bigint)
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
        select l.pack_id, l.pos, l.length into l_pack_id, l_pos, l_length
            from storage.location l where l.blob_id = l_blob_id and l.state = 'l' order by l.tier_id limit 1;
    end if;
end
$$;

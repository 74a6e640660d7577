-- What S3 lets people say of buckets and versions: docs/s3.md.

-- settings: one text a kind (ACL, CORS, POLICY, ...), kept as the S3 face writes it; lock_*: retention of new versions unless a request says another
alter table bucket
    add settings jsonb not null default '{}',
    add lock_mode text check (lock_mode in ('GOVERNANCE', 'COMPLIANCE')),
    add lock_days int check (lock_days > 0),
    add lock_years int check (lock_years > 0),
    add constraint bucket_lock_rule check ((lock_mode is null) = (lock_days is null and lock_years is null) and (lock_days is null or lock_years is null));
update bucket set lock_mode = 'GOVERNANCE', lock_years = 1 where locked;

-- owner: the notebook that wrote the version, where it is another one than the bucket's; composite: checksum of the parts' checksums, "SHA256:base64-parts"
alter table version
    add owner int,
    add acl text,
    add composite text;

-- The null version of a key is looked for at each write of a bucket whose versioning is off or suspended.
create unique index version_null on version (bucket_id, key) where is_null;

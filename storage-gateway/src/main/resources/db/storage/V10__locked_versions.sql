-- Asked while a notebook stands still: is anything of it under retention that is not over, or on hold? docs/storage.md, "Keys".
create index version_retained on version (bucket_id, lock_mode, retain_until) where lock_mode is not null;
create index version_held on version (bucket_id) where legal_hold;

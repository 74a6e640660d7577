-- A confidential notebook's buckets are never public, whatever their policies, access lists and public-access blocks say.
alter table notebook
    add confidential boolean not null default false;

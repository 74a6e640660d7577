-- A bucket's name is free again once the bucket is gone: what another notebook puts under it later is another dataset.
drop index dataset_object;
create unique index dataset_object on dataset (bucket, key, notebook) where key is not null;

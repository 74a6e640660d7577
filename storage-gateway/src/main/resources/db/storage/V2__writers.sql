-- Under which name a process stages and packs in its tier: once its row is gone, any other tidies up after it.
alter table process add column writer uuid;

-- The collector takes the oldest first.
create index garbage_since on garbage (since);

-- What was asked for with an adoption outlives the process that was to write its job. 0: as fast as it goes.
alter table adoption add column bytes_per_second bigint not null default 0;

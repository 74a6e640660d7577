-- PostgreSQL's timeline as it was when a gateway last looked: docs/storage.md, "Journal and rebuild". 1 is what a new database has.
create table timeline (
    one int primary key default 1 check (one = 1),
    seen int not null,
    -- The journal is to be written anew, so that what it tells of this database is above what it told of a later one.
    snapshot_due boolean not null default false
);
insert into timeline (seen) values (1);

-- Who each process is: for people who see what runs, and for a server that would change tables while others work on them. Null where it does not say.
alter table process
    add column host text,
    add column role text,
    add column release text,
    add column serves text,
    add column since timestamptz not null default now();

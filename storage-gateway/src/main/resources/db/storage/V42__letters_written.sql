-- Events that letters were written of, so that one which is handed over a second time makes none. Kept for longer than an event is tried again.
create table letters_written (
    event text primary key,
    written timestamptz not null default now()
);
create index letters_written_when on letters_written (written);

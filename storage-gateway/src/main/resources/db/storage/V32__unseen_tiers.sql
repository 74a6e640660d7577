-- A tier that did not answer, or was off, when the namespace was made again: what lies there has no rows yet. The audit that looks through it gives it its rows;
-- until then nothing is put aside anywhere, and none of its packs is written anew. docs/storage.md, "Journal and rebuild".
alter table tier add unseen boolean not null default false;

-- Tiers are told how far an adoption is as well: after a rebuild only a walk that was not over is gone on with.
create trigger journal_update after update on adoption referencing new table as changed for each statement execute function journal_note();

-- Repairs look at what is open in the order in which it was found, a stretch a turn: each stretch is one range of this index.
drop index damage_open;
create index damage_open on damage (found, blob_id, tier_id) where repaired is null;

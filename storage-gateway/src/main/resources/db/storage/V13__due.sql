-- What jobs take first is found by an index, in their own order: they ask again and again, however much is not due yet.
create index lifecycle_walk_due on lifecycle_walk (due);

-- Much of it may be of one moment, and pages go on inside of that.
drop index garbage_since;
create index garbage_since on garbage (since, blob_id);
drop index kept_room_untouched;
create index kept_room_untouched on kept_room (touched, upload);

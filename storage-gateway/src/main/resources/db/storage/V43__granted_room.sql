-- How much of what was asked for a grant gave: null where nothing was granted or before it was written down, and of objects where the notebook has no limit of them.
alter table room_request
    add granted_bytes bigint check (granted_bytes >= 0),
    add granted_objects bigint check (granted_objects >= 0);

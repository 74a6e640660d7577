-- What works in the background: walks go on where they stopped, idle uploads are found by their own index, webhooks wait each for itself.

-- The last key that a walk has judged whole; null before the first and after the last.
alter table lifecycle_walk add after_key bytea;

-- When the last part came, at most an hour too early. Uploads that are open now have a little longer.
alter table upload add touched timestamptz not null default now();
create index upload_untouched on upload (touched, id) where completed_seq is null;
drop index upload_open_since;

-- When the upload last stored a part in it: room that nobody fills goes back to the others.
alter table kept_room add touched timestamptz not null default now();
create index kept_room_untouched on kept_room (touched);

-- "notebook/name" of the webhook that is to be told; null for other consumers. Each webhook's rows lie together, in the order in which they are due.
alter table outbox add webhook text;
update outbox set webhook = ((body ->> 'version')::jsonb ->> 'notebook') || '/' || (body ->> 'webhook') where consumer = 'notifications';
create index outbox_of_webhook on outbox (webhook, parked, ready_at) where webhook is not null;

-- How often in a row a webhook failed, and how long it is left alone for that.
alter table webhook
    add failures int not null default 0,
    add paused_until timestamptz;

-- Events that stand still are found by themselves, however many wait.
create index outbox_parked on outbox (consumer, id) where parked;

-- Where a person is told of what cannot wait until they look.
alter table account
    add column email text check (length(email) <= 254);

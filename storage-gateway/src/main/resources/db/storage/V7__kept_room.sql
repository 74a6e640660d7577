-- Room that an upload which declared its size keeps until it is completed or aborted: part of its notebook's "leased", of no process's lease.
create table kept_room (
    upload uuid primary key references upload,
    notebook int not null,
    bytes bigint not null check (bytes >= 0)
);
create index kept_room_of_notebook on kept_room (notebook);

-- Pages of open uploads, in the order of S3's markers.
create index upload_open on upload (bucket_id, key, id) where completed_seq is null;

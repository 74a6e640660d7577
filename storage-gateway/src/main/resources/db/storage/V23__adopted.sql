-- Folders of others that are taken in place: docs/storage.md, "An adopted folder".

-- A file as it was when it was adopted: the blob's bytes are the file's, as long as nobody changes it. path: bytes below the tier's root. modified: nanoseconds since
-- 1970. state: 's' seen, 'h' hashed, 'c' changed underneath, 'g' gone, 'l' left (its bytes are not wanted here any more). past: another row speaks of that path
-- by now.
create table adopted_file (
    tier_id smallint not null,
    blob_id uuid not null,
    path bytea not null,
    size bigint not null check (size >= 0),
    modified bigint not null,
    state "char" not null default 's' check (state in ('s', 'h', 'c', 'g', 'l')),
    past boolean not null default false,
    sha256 bytea,
    md5 bytea,
    primary key (tier_id, blob_id)
) with (fillfactor = 60);
create unique index adopted_file_path on adopted_file (tier_id, path) where not past;

-- Of a file that was hashed: CRC32C of each 256 KiB, four bytes each. Ranges of it are read without the rest.
create table adopted_blocks (
    tier_id smallint not null,
    blob_id uuid not null,
    crcs bytea not null,
    primary key (tier_id, blob_id)
);
alter table adopted_blocks alter column crcs set storage external;

-- A folder is adopted once.
create unique index tier_folder on tier ((settings ->> 'root')) where kind = 'folder';

-- What becomes of a folder. mode: 'a' its files become objects, 'c' it is compared with what is known of it, 't' compared, and what is new taken as well.
-- cursor: the last path that was walked by. files, bytes: counted before; done_...: of them taken. The rest: what the walk left out, or found to be new.
create table adoption (
    tier_id smallint primary key,
    notebook int not null,
    bucket_id int not null,
    prefix text not null,
    mode "char" not null check (mode in ('a', 'c', 't')),
    walked boolean not null default false,
    cursor bytea,
    files bigint not null default 0,
    bytes bigint not null default 0,
    done_files bigint not null default 0,
    done_bytes bigint not null default 0,
    came bigint not null default 0,
    taken bigint not null default 0,
    links bigint not null default 0,
    special bigint not null default 0,
    unnameable bigint not null default 0,
    unreadable bigint not null default 0,
    asked_by text,
    begun timestamptz not null default now(),
    ended timestamptz
);

-- Some of the paths that the last walk left out, or found to be new.
create table adoption_finding (
    tier_id smallint not null,
    what text not null,
    path bytea not null,
    primary key (tier_id, what, path)
);

alter table storage_job drop constraint storage_job_kind_check;
alter table storage_job add constraint storage_job_kind_check check (kind in ('PLACING', 'ARRIVALS', 'DRAIN', 'FIXITY', 'AUDIT', 'COMPACTION', 'ADOPTION'));

-- Tiers are told of it: no header of a stranger's file says which version it is of.
create trigger journal_insert after insert on adopted_file referencing new table as changed for each statement execute function journal_note();
create trigger journal_insert after insert on adoption referencing new table as changed for each statement execute function journal_note();

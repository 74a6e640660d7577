-- What is central of the agents of an instrument, each version for good; the sources of the newest are those of table source.
create table agent_settings (
    instrument int not null references instrument,
    version int not null,
    settings jsonb not null,
    made_by text not null,
    made timestamptz not null,
    note text,
    primary key (instrument, version)
);

-- Orders of one agent alone, and what it says of them.
-- paused: JSON, null where it sends. rescan: number of the last order to look at everything anew, rescanned: of the last one that it carried out.
alter table agent
    add paused jsonb,
    add log_level text,
    add log_level_until timestamptz,
    add rescan bigint not null default 0,
    add rescanned bigint not null default 0,
    add says_settings int,
    add says_rules text[] not null default '{}',
    add says_paused boolean,
    add newest_unsent timestamptz;

-- Versions of the agent that were made known; the newest row counts.
create table agent_release (
    number bigint generated always as identity primary key,
    version text not null,
    url text not null,
    sha256 text not null,
    notice text not null,
    made_by text not null,
    made timestamptz not null
);

-- Hours in which an instrument delivered, of five weeks: when it usually has by now.
create table acquisition_hour (
    instrument int not null references instrument,
    hour timestamptz not null,
    primary key (instrument, hour)
);

insert into acquisition_hour
    select distinct instrument, date_trunc('hour', received, 'UTC') from content
    where instrument is not null and received > now() - interval '35 days';

-- last_begun: when the last acquisition that came was begun, as far as it lies in the past. late_told: the day of which it was told that nothing came.
alter table instrument
    add last_begun timestamptz,
    add late_told date;

-- Bookings of an instrument: where they stand, and what was read there.
create table calendar (
    instrument int primary key references instrument,
    url text,
    body text,
    set_by text not null,
    tried timestamptz,
    read timestamptz,
    trouble text,
    findings text[] not null default '{}',
    check ((url is null) <> (body is null))
);

-- settled: it was told that no file came, or one did, or it was over when it was read first.
create table booking (
    instrument int not null references instrument,
    starts timestamptz not null,
    uid text not null,
    ends timestamptz not null,
    summary text not null,
    mail text,
    settled timestamptz,
    primary key (instrument, starts, uid)
);
create index booking_open on booking (starts) where settled is null;

-- The last sign of life said good-bye.
alter table agent add leaving boolean not null default false;
-- Its last sign of life before the silence of which somebody was told; null where it is none, or over.
alter table agent add silence_told timestamptz;

-- Hours in which an agent lived, of five weeks: when its computer is usually on.
create table agent_hour (
    agent uuid not null references agent on delete cascade,
    hour timestamptz not null,
    primary key (agent, hour)
);

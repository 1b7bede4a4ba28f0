-- One script for every database; ${text} and ${bytes} are the two types they spell differently.
-- Times are milliseconds since 1970; lists and objects are JSON. There are no foreign keys: what belongs
-- together is written and deleted together, and every key has the workspace in it. Two things are owed to H2: a key that
-- is looked up by lists of ids begins with the id, because H2 uses a list on the first column only; and it reads an index
-- in its own direction only, so that one for newest first descends.

create table store_setting (
    name ${text} not null primary key,
    setting ${text} not null
);

-- The one model whose vectors are searched: a single row with id 1.
create table active_space (
    id integer not null primary key,
    model ${text} not null,
    dimension integer not null
);

create table workspace (
    id ${text} not null primary key,
    name ${text} not null,
    plan ${text} not null,
    created_at bigint not null
);

create table api_key (
    id ${text} not null primary key,
    workspace ${text},
    name ${text} not null,
    dialect ${text} not null,
    prefix ${text} not null,
    hash ${text} not null unique,
    permissions ${text} not null,
    created_at bigint not null,
    expires_at bigint,
    last_used_at bigint
);
create index api_key_of_workspace on api_key (workspace, created_at, id);

create table usage_count (
    workspace ${text} not null,
    period ${text} not null,
    operations bigint not null,
    primary key (workspace, period)
);

create table project (
    workspace ${text} not null,
    project ${text} not null,
    primary key (workspace, project)
);

-- One row for each workspace that was ever written to. It outlives its workspace, so that an index on another
-- server never takes an old clock value for a new one.
create table workspace_clock (
    workspace ${text} not null primary key,
    clock bigint not null,
    -- changes up to here are no longer in change_log
    pruned bigint not null
);

-- Which memories each tick of the clock wrote or removed: what an index has to look at again.
create table change_log (
    workspace ${text} not null,
    clock bigint not null,
    memory_id ${text} not null,
    changed_at bigint not null,
    primary key (workspace, clock, memory_id)
);
create index change_log_by_time on change_log (changed_at);

create table memory (
    workspace ${text} not null,
    id ${text} not null,
    namespace ${text},
    project ${text},
    user_id ${text},
    session_id ${text},
    agent ${text},
    task ${text},
    app ${text},
    content ${text} not null,
    content_hash ${text} not null,
    type ${text} not null,
    tags ${text} not null,
    metadata ${text} not null,
    entities ${text} not null,
    importance double precision not null,
    confidence double precision not null,
    document_date bigint,
    event_date bigint,
    source_role ${text},
    source_job ${text},
    active boolean not null,
    supersedes ${text} not null,
    superseded_by ${text},
    version integer not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- the largest bigint for never, so that one comparison says whether a memory is visible
    expires_at bigint not null,
    primary key (workspace, id)
);
create index memory_by_time on memory (workspace, created_at, id);
create index memory_newest on memory (workspace desc, created_at desc, id desc);
create index memory_by_namespace on memory (workspace, namespace, created_at, id);
create index memory_newest_in_namespace on memory (workspace desc, namespace desc, created_at desc, id desc);
create index memory_by_user on memory (workspace, user_id, created_at, id);
create index memory_newest_of_user on memory (workspace desc, user_id desc, created_at desc, id desc);
create index memory_by_content on memory (workspace, content_hash);
create index memory_by_expiry on memory (expires_at);
create index memory_by_id on memory (id);

create table memory_tag (
    workspace ${text} not null,
    memory_id ${text} not null,
    tag ${text} not null,
    primary key (workspace, memory_id, tag)
);
create index memory_tag_by_tag on memory_tag (workspace, tag, memory_id);

-- The states a memory had before its present one.
create table memory_version (
    workspace ${text} not null,
    memory_id ${text} not null,
    version integer not null,
    state ${text} not null,
    primary key (workspace, memory_id, version)
);

-- All windows of a memory in one value: little-endian floats, one window behind the other.
create table memory_vector (
    workspace ${text} not null,
    memory_id ${text} not null,
    -- model and dimension
    space ${text} not null,
    floats ${bytes} not null,
    primary key (workspace, memory_id, space)
);

create table job (
    workspace ${text} not null,
    id ${text} not null,
    namespace ${text},
    project ${text},
    user_id ${text},
    session_id ${text},
    agent ${text},
    task ${text},
    app ${text},
    kind ${text} not null,
    payload ${text} not null,
    state ${text} not null,
    attempts integer not null,
    progress double precision not null,
    checkpoint ${text} not null,
    result ${text} not null,
    failure_code ${text},
    failure_message ${text},
    created_at bigint not null,
    updated_at bigint not null,
    not_before bigint not null,
    -- from when on a worker may take it: not_before while it waits, lease_until while it runs, the largest bigint once it has ended
    due_at bigint not null,
    lease_owner ${text},
    lease_token bigint not null,
    lease_until bigint,
    primary key (id, workspace)
);
create index job_by_due on job (due_at, updated_at);
create index job_of_workspace_by_due on job (workspace, due_at, id);
create index job_by_time on job (created_at desc, id desc);
create index job_by_state on job (state desc, created_at desc, id desc);

create table pending_memory (
    workspace ${text} not null,
    job_id ${text} not null,
    job_index integer not null,
    namespace ${text},
    project ${text},
    user_id ${text},
    session_id ${text},
    agent ${text},
    task ${text},
    app ${text},
    content ${text} not null,
    metadata ${text} not null,
    created_at bigint not null,
    primary key (job_id, workspace, job_index)
);

create table webhook (
    workspace ${text} not null,
    id ${text} not null,
    name ${text} not null,
    notifier ${text} not null,
    url ${text} not null,
    event ${text} not null,
    namespace ${text},
    watch_query ${text},
    watch_threshold double precision,
    enabled boolean not null,
    consecutive_failures integer not null,
    secret ${text} not null,
    previous_secret ${text},
    previous_secret_until bigint,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (workspace, id)
);

create table webhook_revision (
    workspace ${text} not null primary key,
    revision bigint not null
);

create table delivery (
    workspace ${text} not null,
    id ${text} not null,
    webhook ${text} not null,
    memory_id ${text} not null,
    event ${text} not null,
    body ${text},
    state ${text} not null,
    attempts integer not null,
    not_before bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- as in job
    due_at bigint not null,
    lease_owner ${text},
    lease_token bigint not null,
    lease_until bigint,
    primary key (id, workspace)
);
create index delivery_by_due on delivery (due_at, updated_at);
create index delivery_of_webhook_by_due on delivery (workspace, webhook, due_at, id);
create index delivery_by_time on delivery (workspace desc, created_at desc, id desc);
create index delivery_of_memory on delivery (workspace, memory_id);

create table delivery_attempt (
    workspace ${text} not null,
    delivery_id ${text} not null,
    number integer not null,
    began_at bigint not null,
    status integer,
    latency_millis bigint not null,
    error ${text},
    primary key (delivery_id, workspace, number)
);

create table agent_event (
    workspace ${text} not null,
    id ${text} not null,
    namespace ${text},
    project ${text},
    user_id ${text},
    session_id ${text},
    agent ${text},
    task ${text},
    app ${text},
    type ${text} not null,
    summary ${text} not null,
    details ${text} not null,
    salience double precision not null,
    created_at bigint not null,
    primary key (workspace, id)
);
create index agent_event_by_time on agent_event (workspace desc, created_at desc, id desc);

create table handoff (
    workspace ${text} not null,
    id ${text} not null,
    namespace ${text},
    project ${text},
    user_id ${text},
    session_id ${text},
    agent ${text},
    task ${text},
    app ${text},
    from_agent ${text} not null,
    to_agent ${text} not null,
    summary ${text} not null,
    context ${text},
    resumed_by ${text},
    forks ${text} not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (workspace, id)
);
create index handoff_by_time on handoff (workspace desc, created_at desc, id desc);

create table idempotency (
    workspace ${text} not null,
    route ${text} not null,
    request_key ${text} not null,
    fingerprint ${text} not null,
    work ${text} not null,
    first_used_at bigint not null,
    keep_until bigint not null,
    lease_owner ${text},
    lease_token bigint not null,
    lease_until bigint,
    -- null until there is an answer
    status integer,
    -- null again once a memory in it was deleted
    body ${text},
    primary key (workspace, route, request_key)
);
create index idempotency_by_time on idempotency (keep_until);

create table idempotency_memory (
    workspace ${text} not null,
    memory_id ${text} not null,
    route ${text} not null,
    request_key ${text} not null,
    primary key (workspace, memory_id, route, request_key)
);

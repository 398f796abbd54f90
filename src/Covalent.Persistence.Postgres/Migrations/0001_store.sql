-- The tables of the SQLite store (see docs/architecture/store.md), in PostgreSQL's words. All times: UTC ticks of 100 ns, but for leases,
-- which are compared with this database's own clock only.

-- Engines take dispatch numbers in blocks of 32.
CREATE SEQUENCE dispatch_numbers INCREMENT BY 32;

CREATE TABLE dispatches (
    number           bigint   PRIMARY KEY,
    id               text     NOT NULL CONSTRAINT dispatches_id UNIQUE,
    root_id          text     NOT NULL,
    parent_id        text,
    parent_node      integer,
    name             text     NOT NULL,
    status           smallint NOT NULL,
    created_at       bigint   NOT NULL,
    started_at       bigint,
    ended_at         bigint,
    node_count       integer  NOT NULL,
    parameter_count  integer  NOT NULL,
    completed        integer,
    failed           integer,
    cancelled        integer,
    priority         integer  NOT NULL,
    fail_fast        boolean  NOT NULL,
    cancel_requested boolean  NOT NULL DEFAULT false,
    owner            bigint   NOT NULL,             -- owners.number; 0: not started
    bundle_id        text,
    redispatch_of    text,
    error            text,
    lattice          bytea    NOT NULL,
    output_type      text     NOT NULL,
    output           bytea    NOT NULL
);
CREATE INDEX dispatches_unfinished ON dispatches (owner) WHERE status NOT IN (4, 5, 6);
CREATE INDEX dispatches_by_root ON dispatches (root_id) WHERE parent_id IS NOT NULL;
CREATE INDEX dispatches_newest ON dispatches (created_at, number);

-- id = dispatch number * 2^32 + chunk
CREATE TABLE graphs (
    id   bigint PRIMARY KEY,
    data bytea  NOT NULL
);
ALTER TABLE graphs ALTER COLUMN data SET STORAGE EXTERNAL;

-- id = dispatch number * 2^32 + node
CREATE TABLE nodes (
    id         bigint   PRIMARY KEY,
    status     smallint NOT NULL,
    attempt    integer  NOT NULL,
    started_at bigint,                              -- relative to dispatches.created_at
    elapsed    bigint,
    value      bytea,
    codec      text,
    asset      bytea,
    detail     bytea
);

-- id = dispatch number * 2^32 + step
CREATE TABLE steps (
    id   bigint   PRIMARY KEY,
    kind smallint NOT NULL,
    at   bigint   NOT NULL,
    data bytea    NOT NULL
);

CREATE TABLE attempts (
    dispatch   bigint  NOT NULL,
    node       integer NOT NULL,
    attempt    integer NOT NULL,
    started_at bigint,
    elapsed    bigint,
    detail     bytea,
    PRIMARY KEY (dispatch, node, attempt)
);

CREATE TABLE handles (
    dispatch bigint  NOT NULL,
    node     integer NOT NULL,
    attempt  integer NOT NULL,
    handle   text    NOT NULL,
    PRIMARY KEY (dispatch, node)
);

-- Large values and streams, by their SHA-256. They lie here and not in a folder, because servers on different hosts read them.
CREATE TABLE assets (
    sha256     bytea       PRIMARY KEY,
    length     bigint      NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE asset_chunks (
    sha256 bytea   NOT NULL REFERENCES assets ON DELETE CASCADE,
    chunk  integer NOT NULL,
    data   bytea   NOT NULL,
    PRIMARY KEY (sha256, chunk)
);
-- Most large values are numbers that do not compress; trying costs more than it gives.
ALTER TABLE asset_chunks ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE asset_refs (
    sha256   bytea  NOT NULL,
    dispatch bigint NOT NULL,
    length   bigint NOT NULL,
    PRIMARY KEY (sha256, dispatch)
);
CREATE INDEX asset_refs_by_dispatch ON asset_refs (dispatch);

-- Applications whose code dispatches run; their files are assets, so that a server that takes over on another host has them.
CREATE TABLE bundles (
    id           text        PRIMARY KEY,
    manifest     bytea       NOT NULL,
    published_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE bundle_files (
    sha256 bytea NOT NULL,
    bundle text  NOT NULL REFERENCES bundles ON DELETE CASCADE,
    PRIMARY KEY (sha256, bundle)
);
CREATE INDEX bundle_files_by_bundle ON bundle_files (bundle);

CREATE TABLE cache (
    key  bytea  PRIMARY KEY,
    node bigint NOT NULL                            -- nodes.id
);
CREATE INDEX cache_by_node ON cache (node);

CREATE TABLE owners (
    number             bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host               text    NOT NULL,
    process_id         integer NOT NULL,
    process_started_at bigint  NOT NULL,
    lock_name          text    NOT NULL,            -- application_name of its connections
    left_cleanly       boolean NOT NULL DEFAULT false,
    fenced             boolean NOT NULL DEFAULT false,
    last_commit        bigint  NOT NULL DEFAULT 0   -- tells an engine whose connection broke whether its commit went through
);

-- Apart from owners, so that a heartbeat never waits for a long commit.
CREATE TABLE leases (
    owner bigint      PRIMARY KEY REFERENCES owners ON DELETE CASCADE,
    until timestamptz NOT NULL
);

CREATE TABLE leader (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    owner   bigint  NOT NULL,
    address text    NOT NULL
);
INSERT INTO leader (owner, address) VALUES (0, '');

CREATE TABLE cancel_requests (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dispatch bigint NOT NULL,
    nodes    bytea                                  -- null: the whole dispatch
);

-- The first statement of every transaction of an engine: holds off a takeover until it ends, and ends it if there was one.
CREATE FUNCTION begin_commit(engine bigint, sequence bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE owners SET last_commit = sequence WHERE number = engine AND NOT fenced;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'engine % has lost its lease', engine USING ERRCODE = 'CV001';
    END IF;
END $$;

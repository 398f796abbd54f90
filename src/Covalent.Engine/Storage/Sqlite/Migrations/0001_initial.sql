-- Dispatches. One row each; children of sublattice nodes are dispatches of their own.
CREATE TABLE dispatches (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    root_id          TEXT    NOT NULL,
    parent_id        TEXT,
    parent_node      INTEGER,
    name             TEXT    NOT NULL,
    status           INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,           -- all times: UTC ticks of 100 ns
    started_at       INTEGER,
    ended_at         INTEGER,
    node_count       INTEGER NOT NULL,
    parameter_count  INTEGER NOT NULL,
    completed        INTEGER,                    -- counts are written with each status
    failed           INTEGER,
    cancelled        INTEGER,
    priority         INTEGER NOT NULL,
    fail_fast        INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    owner            INTEGER NOT NULL,           -- owners.number; 0: not started
    bundle_id        TEXT,
    redispatch_of    TEXT,
    error            TEXT,
    lattice          BLOB    NOT NULL,
    output_type      TEXT    NOT NULL,
    output           BLOB    NOT NULL
);
CREATE INDEX dispatches_unfinished ON dispatches (owner) WHERE status NOT IN (4, 5, 6);
CREATE INDEX dispatches_by_root ON dispatches (root_id) WHERE parent_id IS NOT NULL;

-- The graph in its binary form, cut into chunks. id = dispatch number * 2^32 + chunk.
CREATE TABLE graphs (
    id   INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);

-- One row per node that ended or whose child runs. id = dispatch number * 2^32 + node. Parameters have none.
CREATE TABLE nodes (
    id         INTEGER PRIMARY KEY,
    status     INTEGER NOT NULL,
    attempt    INTEGER NOT NULL,
    started_at INTEGER,                          -- relative to dispatches.created_at
    elapsed    INTEGER,
    value      BLOB,                             -- null: no result, or it lies in asset
    codec      TEXT,                             -- null: covalent/binary
    asset      BLOB,                             -- SHA-256 and length of the file that holds the result
    detail     BLOB                              -- failure, streams, host, memory, attachments; null when there is nothing to say
);

-- What happened to many nodes at once. id = dispatch number * 2^32 + step.
CREATE TABLE steps (
    id   INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,                       -- 1 attempts started, 2 cancelled before start, 3 cancel requested
    at   INTEGER NOT NULL,
    data BLOB    NOT NULL                        -- node ids as distances, see StepCodec
);

-- Attempts that failed and were followed by another.
CREATE TABLE attempts (
    dispatch   INTEGER NOT NULL,
    node       INTEGER NOT NULL,
    attempt    INTEGER NOT NULL,
    started_at INTEGER,
    elapsed    INTEGER,
    detail     BLOB,
    PRIMARY KEY (dispatch, node, attempt)
) WITHOUT ROWID;

-- Job handles of attempts that outlive the process.
CREATE TABLE handles (
    dispatch INTEGER NOT NULL,
    node     INTEGER NOT NULL,
    attempt  INTEGER NOT NULL,
    handle   TEXT    NOT NULL,
    PRIMARY KEY (dispatch, node)
) WITHOUT ROWID;

-- Which dispatch needs which file of the assets folder.
CREATE TABLE asset_refs (
    sha256   BLOB    NOT NULL,
    dispatch INTEGER NOT NULL,
    length   INTEGER NOT NULL,
    PRIMARY KEY (sha256, dispatch)
) WITHOUT ROWID;
CREATE INDEX asset_refs_by_dispatch ON asset_refs (dispatch);

-- Results that other dispatches may take, by the hash of function and inputs.
CREATE TABLE cache (
    key  BLOB    PRIMARY KEY,
    node INTEGER NOT NULL                        -- nodes.id
) WITHOUT ROWID;
CREATE INDEX cache_by_node ON cache (node);

-- Engines that run, or ran, dispatches of this store.
CREATE TABLE owners (
    number             INTEGER PRIMARY KEY AUTOINCREMENT,
    host               TEXT    NOT NULL,
    process_id         INTEGER NOT NULL,
    process_started_at INTEGER NOT NULL,
    lock_name          TEXT    NOT NULL,
    left_cleanly       INTEGER NOT NULL DEFAULT 0
);

-- Cancel requests for dispatches that another process runs.
CREATE TABLE cancel_requests (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    dispatch INTEGER NOT NULL,
    nodes    BLOB                                -- null: the whole dispatch
);

-- What starts dispatches. next_at and created_at: UTC ticks.
CREATE TABLE triggers (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    dispatch_id      TEXT    NOT NULL,
    definition       TEXT    NOT NULL,           -- JSON, see docs/guides/triggers.md
    enabled          INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    state            TEXT    NOT NULL,           -- what the watcher has seen; its own affair
    next_at          INTEGER NOT NULL,           -- 0: does not go by time
    fired            INTEGER NOT NULL,
    skipped          INTEGER NOT NULL,
    last_fired_at    INTEGER NOT NULL,
    last_dispatch_id TEXT,
    last_error       TEXT
);
CREATE INDEX triggers_by_dispatch ON triggers (dispatch_id);

-- One row per occasion, written before its dispatch is submitted, so that a crash between the two loses and doubles nothing.
CREATE TABLE trigger_firings (
    trigger_id  TEXT    NOT NULL,
    occasion    TEXT    NOT NULL,
    dispatch_id TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    submitted   INTEGER NOT NULL,
    PRIMARY KEY (trigger_id, occasion)
) WITHOUT ROWID;
CREATE INDEX trigger_firings_open ON trigger_firings (trigger_id) WHERE submitted = 0;

CREATE TABLE triggers (
    number           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id               text    NOT NULL UNIQUE,
    dispatch_id      text    NOT NULL,
    definition       text    NOT NULL,
    enabled          boolean NOT NULL,
    created_at       bigint  NOT NULL,
    state            text    NOT NULL,
    next_at          bigint  NOT NULL,
    fired            bigint  NOT NULL,
    skipped          bigint  NOT NULL,
    last_fired_at    bigint  NOT NULL,
    last_dispatch_id text,
    last_error       text
);
CREATE INDEX triggers_by_dispatch ON triggers (dispatch_id);

CREATE TABLE trigger_firings (
    trigger_id  text    NOT NULL,
    occasion    text    NOT NULL,
    dispatch_id text    NOT NULL,
    at          bigint  NOT NULL,
    submitted   boolean NOT NULL,
    PRIMARY KEY (trigger_id, occasion)
);
CREATE INDEX trigger_firings_open ON trigger_firings (trigger_id) WHERE NOT submitted;

-- The first statement of what a leader writes beside its commits.
CREATE FUNCTION check_lease(engine bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM owners WHERE number = engine AND NOT fenced FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'engine % has lost its lease', engine USING ERRCODE = 'CV001';
    END IF;
END $$;

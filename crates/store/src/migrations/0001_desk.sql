-- The first desk file: identity, calls with what was read in them, drafts, tickets.
CREATE TABLE desk (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    next_running INTEGER NOT NULL CHECK (next_running > 0),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE call (
    id TEXT NOT NULL PRIMARY KEY,
    opened_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT,
    query TEXT NOT NULL,
    procedure TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE INDEX call_open ON call (opened_at) WHERE ended_at IS NULL;

CREATE TABLE reading (
    call TEXT NOT NULL REFERENCES call (id),
    procedure TEXT NOT NULL,
    read_at TEXT NOT NULL,
    PRIMARY KEY (call, procedure)
) STRICT, WITHOUT ROWID;

CREATE TABLE favourite (
    procedure TEXT NOT NULL PRIMARY KEY,
    since TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    call TEXT REFERENCES call (id),
    procedure TEXT,
    form TEXT NOT NULL CHECK (json_valid(form)),
    saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE ticket (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    call TEXT REFERENCES call (id),
    procedure TEXT,
    service TEXT NOT NULL,
    service_name TEXT NOT NULL,
    unit TEXT NOT NULL,
    street TEXT,
    building_number TEXT,
    flat TEXT,
    landmark TEXT,
    description TEXT NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    email TEXT,
    phone TEXT,
    consent_at TEXT,
    consent_version TEXT,
    -- What "Moje zgłoszenia" looks in, folded. Never contact data.
    haystack TEXT NOT NULL,
    CHECK ((email IS NULL AND phone IS NULL) = (consent_at IS NULL))
) STRICT;

CREATE INDEX ticket_newest ON ticket (created_at DESC);
CREATE INDEX ticket_of_call ON ticket (call);

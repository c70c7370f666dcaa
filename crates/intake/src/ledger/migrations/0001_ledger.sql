-- The city's ledger. Times are UTC as RFC 3339 with microseconds, so that they sort as text; ids are UUIDs as text.
-- Written for SQLite; `postgres.rs` says the same to PostgreSQL (INTEGER, BLOB and STRICT are all that differs).

-- The public half of the key that receipts are signed with: another key is another city's.
CREATE TABLE city (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    verifier TEXT NOT NULL
) STRICT;

-- Of a code only its hash is kept. `desk` is the code it gives; none: the one proposed, or the next free.
CREATE TABLE enrolment_code (
    sha256 TEXT PRIMARY KEY,
    desk TEXT,
    name TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    used_key TEXT
) STRICT;

CREATE TABLE desk (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    enrolled_at TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE,
    revoked_at TEXT
) STRICT;

-- A desk that was enrolled anew keeps its older keys: a batch they signed may still be on its way.
CREATE TABLE desk_key (
    desk TEXT NOT NULL REFERENCES desk (code),
    id TEXT NOT NULL,
    verifier TEXT NOT NULL,
    revoked_at TEXT,
    PRIMARY KEY (desk, id)
) STRICT;

-- Announced first (`receipt` is null), then committed. `desk` is who sends it, `signed_by` whose batch it is.
CREATE TABLE batch (
    id TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    announced_at TEXT NOT NULL,
    signed_by TEXT,
    epoch INTEGER,
    sequence INTEGER,
    previous_sha256 TEXT,
    receipt TEXT
) STRICT;
CREATE INDEX batch_unfinished ON batch (desk) WHERE receipt IS NULL;

-- `record` is sealed. Beside it stands only what lists and statistics need and what names nobody.
CREATE TABLE ticket (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    record BLOB NOT NULL,
    desk TEXT NOT NULL,
    batch TEXT NOT NULL REFERENCES batch (id),
    received_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    service TEXT NOT NULL,
    unit TEXT NOT NULL,
    remark TEXT
) STRICT;
CREATE INDEX ticket_number ON ticket (number);

-- Receipts name tickets only, so no attachment may give way to another: all bytes that came are kept.
CREATE TABLE attachment (
    ticket TEXT NOT NULL REFERENCES ticket (id),
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (ticket, id, sha256)
) STRICT;

-- What the city has said of a ticket; the last one counts. `position` grows by one: it is what a desk asks "since".
CREATE TABLE status (
    position INTEGER PRIMARY KEY,
    ticket TEXT NOT NULL REFERENCES ticket (id),
    desk TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX status_desk ON status (desk, position);
CREATE INDEX status_ticket ON status (ticket, position);

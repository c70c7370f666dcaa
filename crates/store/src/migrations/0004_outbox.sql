-- The way to the city: sealed records, batches, receipts, and what is left of purged tickets (docs/decisions/0008).
-- A ticket's state is not stored: the view filed reads it from what there is, so it cannot contradict it.
ALTER TABLE ticket DROP COLUMN state;
ALTER TABLE ticket ADD COLUMN supersedes TEXT;
ALTER TABLE draft ADD COLUMN supersedes TEXT;

CREATE TABLE enrolment (
    epoch INTEGER NOT NULL PRIMARY KEY CHECK (epoch > 0),
    intake TEXT NOT NULL,
    -- Root certificates to believe there instead of the machine's own, as PEM.
    certificate TEXT,
    -- Kept before the code is sent: after a lost answer the same code and key are sent again.
    signing_key TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    -- The intake's answer; none while it is waited for.
    granted TEXT CHECK (json_valid(granted)),
    granted_at TEXT,
    -- Why the intake no longer takes this desk's word.
    refused TEXT,
    -- How far the intake's news are read, in its own counting, and when it was last heard.
    news_through TEXT NOT NULL DEFAULT '0',
    heard_at TEXT,
    CHECK ((granted IS NULL) = (granted_at IS NULL))
) STRICT;

CREATE TABLE batch (
    id TEXT NOT NULL PRIMARY KEY,
    epoch INTEGER NOT NULL REFERENCES enrolment (epoch),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    made_at TEXT NOT NULL,
    -- Of its file.
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    -- Attempts that failed by a fault of the intake on this batch.
    attempts INTEGER NOT NULL DEFAULT 0,
    -- The signed receipt, word for word.
    receipt TEXT CHECK (json_valid(receipt)),
    -- Why it is not sent any more: its tickets travel in other batches.
    dissolved TEXT,
    UNIQUE (epoch, sequence)
) STRICT;

CREATE INDEX batch_open ON batch (epoch, sequence) WHERE receipt IS NULL AND dissolved IS NULL;

CREATE TABLE sealed (
    ticket TEXT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    sealed_at TEXT NOT NULL,
    -- Of the record.
    sha256 TEXT NOT NULL,
    record BLOB NOT NULL,
    batch TEXT REFERENCES batch (id),
    -- It was in a batch that was refused as a whole: from then on it travels alone, and delays no other.
    alone INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1)),
    acknowledged_at TEXT,
    -- Why the intake refused it.
    refusal TEXT,
    CHECK (acknowledged_at IS NULL OR (batch IS NOT NULL AND refusal IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX sealed_of_batch ON sealed (batch);

-- What the city says of a ticket.
CREATE TABLE city_status (
    ticket TEXT NOT NULL PRIMARY KEY REFERENCES ticket (id),
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    acknowledged_at TEXT NOT NULL,
    purged_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIEW filed AS
SELECT
    ticket.*,
    CASE
        WHEN sealed.ticket IS NULL THEN 'ready'
        WHEN sealed.acknowledged_at IS NOT NULL THEN 'acknowledged'
        WHEN sealed.refusal IS NOT NULL THEN 'rejected'
        WHEN sealed.batch IS NOT NULL THEN 'uploading'
        ELSE 'sealed'
    END AS state,
    sealed.refusal,
    city_status.state AS city_state,
    city_status.note AS city_note,
    city_status.at AS city_at
FROM ticket
LEFT JOIN sealed ON sealed.ticket = ticket.id
LEFT JOIN city_status ON city_status.ticket = ticket.id;

CREATE TRIGGER sealed_bytes_never_change BEFORE UPDATE OF ticket, sealed_at, sha256, record ON sealed
BEGIN SELECT RAISE (ABORT, 'sealed bytes never change'); END;

CREATE TRIGGER acknowledged_stays_acknowledged BEFORE UPDATE OF acknowledged_at ON sealed
WHEN OLD.acknowledged_at IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'what is acknowledged stays so'); END;

CREATE TRIGGER no_contact_beside_a_sealed_record BEFORE INSERT ON sealed
WHEN (SELECT email IS NOT NULL OR phone IS NOT NULL FROM ticket WHERE id = NEW.ticket)
BEGIN SELECT RAISE (ABORT, 'contact data are taken away before a record is sealed'); END;

CREATE TRIGGER sealed_ticket_never_changes BEFORE UPDATE ON ticket
WHEN EXISTS (SELECT 1 FROM sealed WHERE ticket = OLD.id)
BEGIN SELECT RAISE (ABORT, 'a sealed ticket never changes'); END;

CREATE TRIGGER only_what_arrived_is_purged BEFORE DELETE ON sealed
WHEN OLD.acknowledged_at IS NULL OR NOT EXISTS (SELECT 1 FROM tombstone WHERE id = OLD.ticket AND sha256 = OLD.sha256)
BEGIN SELECT RAISE (ABORT, 'only an acknowledged ticket with a tombstone is purged'); END;

DROP TRIGGER no_ticket_just_vanishes;
CREATE TRIGGER no_ticket_just_vanishes BEFORE DELETE ON ticket
WHEN
    EXISTS (SELECT 1 FROM sealed WHERE ticket = OLD.id)
    OR NOT EXISTS (
        SELECT 1 FROM undone WHERE id = OLD.id AND number = OLD.number
        UNION ALL
        SELECT 1 FROM tombstone WHERE id = OLD.id AND number = OLD.number
    )
BEGIN SELECT RAISE (ABORT, 'a ticket is undone or purged, never deleted'); END;

CREATE TRIGGER what_is_left_of_a_ticket_stays BEFORE DELETE ON tombstone
BEGIN SELECT RAISE (ABORT, 'a tombstone stays'); END;

CREATE TRIGGER no_tombstone_changes BEFORE UPDATE ON tombstone
BEGIN SELECT RAISE (ABORT, 'a tombstone never changes'); END;

CREATE TRIGGER a_receipt_stays BEFORE UPDATE OF receipt ON batch WHEN OLD.receipt IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'a receipt stays as it was signed'); END;

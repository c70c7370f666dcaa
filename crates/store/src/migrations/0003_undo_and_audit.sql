-- A ticket can be undone, and what was done with tickets stands in a chain.

-- The number of a ticket that was undone, kept for its draft: a number never changes and is never given twice.
CREATE TABLE undone (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TRIGGER no_ticket_just_vanishes BEFORE DELETE ON ticket
WHEN NOT EXISTS (SELECT 1 FROM undone WHERE id = OLD.id AND number = OLD.number)
BEGIN SELECT RAISE (ABORT, 'a ticket is undone, never deleted'); END;

-- hash = sha256 of the lines previous, seq, at, act, subject. Never a caller's data.
CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_rewritten BEFORE UPDATE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is never rewritten'); END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE (ABORT, 'the audit is never shortened'); END;

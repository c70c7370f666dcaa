-- Erased: the record is empty, its attachments and what was noted of it are gone. What is left names nobody, and lets the
-- ticket be known when it comes once more.
ALTER TABLE ticket ADD COLUMN erased_at TEXT;

-- Who has read contacts and who has erased what. `ticket` is a number; null where it was about all of them.
CREATE TABLE audit (
    position INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    ticket TEXT,
    tickets INTEGER NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_never_forgets BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;

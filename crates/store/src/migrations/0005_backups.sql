-- Copies of this file that were made and found whole: whoever removes a ticket asks here first.
CREATE TABLE backup (
    file TEXT NOT NULL PRIMARY KEY,
    -- Everything that was saved before this moment is in it.
    made_at TEXT NOT NULL,
    tickets INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

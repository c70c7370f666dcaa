-- Of which reports other desks are told, in the order of what changed last: `position` grows by one with every change, and is
-- what a desk asks "since". What is told lies in the sealed record alone.
CREATE TABLE matter (
    ticket TEXT PRIMARY KEY REFERENCES ticket (id),
    desk TEXT NOT NULL,
    created_at TEXT NOT NULL,
    position INTEGER NOT NULL UNIQUE,
    -- Corrected by another, or erased.
    withdrawn_at TEXT
) STRICT;

-- Of which reports other desks are told, in the order of what changed last: `told` grows by one with every change, and is what
-- a desk asks "since"; none: a voice. What is told lies in the sealed record alone.
ALTER TABLE ticket ADD COLUMN told INTEGER;
-- Corrected by another, or erased.
ALTER TABLE ticket ADD COLUMN withdrawn_at TEXT;
CREATE UNIQUE INDEX ticket_told ON ticket (told);

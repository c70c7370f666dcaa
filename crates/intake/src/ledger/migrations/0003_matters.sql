-- Of which reports other desks are told, in the order of what changed last: `told` grows by one with every change, and is what
-- a desk asks "since"; none: a voice, or from before this column. What is told lies in the sealed record alone.
ALTER TABLE ticket ADD COLUMN told INTEGER;
-- Corrected by another, or erased.
ALTER TABLE ticket ADD COLUMN withdrawn_at TEXT;
-- The ticket that it corrects, which may come after it.
ALTER TABLE ticket ADD COLUMN supersedes TEXT;
-- All that a desk's question is about, so that no old record is read to leave it out.
CREATE INDEX ticket_told ON ticket (told, created_at, desk);
CREATE INDEX ticket_supersedes ON ticket (supersedes);

-- Only its own desk corrects a report.
UPDATE ticket
SET told = (SELECT MAX(told) + 1 FROM ticket), withdrawn_at = :at
WHERE id = :ticket AND desk = :desk AND told IS NOT NULL AND withdrawn_at IS NULL;

UPDATE ticket
SET told = (SELECT MAX(told) + 1 FROM ticket), withdrawn_at = :at
WHERE id = :ticket AND told IS NOT NULL AND withdrawn_at IS NULL;

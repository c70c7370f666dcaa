UPDATE matter
SET position = (SELECT MAX(position) + 1 FROM matter), withdrawn_at = :at
WHERE ticket = :ticket AND withdrawn_at IS NULL;

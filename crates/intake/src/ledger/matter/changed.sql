UPDATE ticket
SET told = (SELECT MAX(told) + 1 FROM ticket)
WHERE id = :ticket AND told IS NOT NULL;

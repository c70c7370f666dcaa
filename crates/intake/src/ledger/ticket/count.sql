SELECT COUNT(*) AS tickets
FROM ticket
WHERE erased_at IS NULL;

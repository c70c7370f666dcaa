-- Of numbers that begin alike the longer one is the higher.
SELECT number
FROM ticket
WHERE number >= :first AND number < :beyond
ORDER BY length(number) DESC, number DESC
LIMIT 1;

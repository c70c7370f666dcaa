SELECT COALESCE(MAX(told), 0) AS position
FROM ticket;

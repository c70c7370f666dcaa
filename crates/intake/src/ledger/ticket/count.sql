SELECT COUNT(*) AS tickets
FROM ticket;

UPDATE matter
SET position = (SELECT MAX(position) + 1 FROM matter)
WHERE ticket = :ticket;

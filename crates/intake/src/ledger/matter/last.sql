SELECT COALESCE(MAX(position), 0) AS position
FROM matter;

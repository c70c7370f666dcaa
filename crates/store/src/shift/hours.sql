SELECT CAST((julianday(ended_at) - julianday(:from)) * 24 AS INTEGER) AS hour, count(*) AS calls
FROM call
WHERE ended_at >= :from AND ended_at < :until
GROUP BY hour

SELECT CAST(round((julianday(ended_at) - julianday(:from)) * 86400) AS INTEGER) / 3600 AS hour, count(*) AS calls
FROM call
WHERE ended_at >= :from AND ended_at < :until
GROUP BY hour

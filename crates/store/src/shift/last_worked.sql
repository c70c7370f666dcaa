-- The last that happened on this desk before then.
SELECT max(at) FROM (
    SELECT max(opened_at) AS at FROM call WHERE opened_at < :before
    UNION ALL
    SELECT max(ended_at) FROM call WHERE ended_at < :before
    UNION ALL
    SELECT max(created_at) FROM ticket WHERE created_at < :before
)

SELECT state, count(*) AS count, min(created_at) AS oldest FROM filed GROUP BY state

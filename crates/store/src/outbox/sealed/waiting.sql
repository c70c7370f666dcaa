SELECT count(*) AS waiting FROM sealed WHERE acknowledged_at IS NULL AND refusal IS NULL

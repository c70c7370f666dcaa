INSERT INTO habit (query, procedure, weight, times, last_at) VALUES (:query, :procedure, :weight, :times, :at)
ON CONFLICT (query, procedure) DO UPDATE
SET weight = excluded.weight, times = excluded.times, last_at = excluded.last_at

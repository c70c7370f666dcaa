INSERT INTO reading (call, procedure, read_at) VALUES (:call, :procedure, :at)
ON CONFLICT (call, procedure) DO UPDATE SET read_at = excluded.read_at

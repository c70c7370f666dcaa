-- The act by which it was used first stays.
INSERT INTO used (call, kind, id, act, used_at) VALUES (:call, :kind, :id, :act, :at)
ON CONFLICT (call, kind, id) DO UPDATE SET used_at = excluded.used_at

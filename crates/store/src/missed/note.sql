-- One that is there already was counted when it was settled.
INSERT INTO missed_query (text, kind, count, reported, first_at, last_at) VALUES (:text, :kind, 1, 0, :at, :at)
ON CONFLICT (text) DO NOTHING

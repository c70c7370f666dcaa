INSERT INTO edition_seen (only_row, key) VALUES (1, :key)
ON CONFLICT (only_row) DO UPDATE SET key = excluded.key

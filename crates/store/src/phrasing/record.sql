INSERT INTO phrasing (text, kind, id, count, first_at, last_at) VALUES (:text, :kind, :id, 1, :at, :at)
ON CONFLICT (text, kind, id) DO UPDATE SET count = phrasing.count + 1, last_at = excluded.last_at

INSERT INTO article_seen (procedure, sha256, changed_at) VALUES (:procedure, :sha256, :at)
ON CONFLICT (procedure) DO UPDATE SET sha256 = excluded.sha256, changed_at = excluded.changed_at

DELETE FROM phrasing WHERE last_at < :before

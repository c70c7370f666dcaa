DELETE FROM chosen WHERE last_at < :before

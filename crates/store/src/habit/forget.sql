DELETE FROM habit WHERE last_at < :before

DELETE FROM matter WHERE created_at < :before

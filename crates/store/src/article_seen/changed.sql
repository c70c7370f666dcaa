SELECT procedure FROM article_seen WHERE changed_at > :since ORDER BY changed_at DESC, procedure

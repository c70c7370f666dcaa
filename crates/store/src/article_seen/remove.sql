DELETE FROM article_seen WHERE procedure = :procedure

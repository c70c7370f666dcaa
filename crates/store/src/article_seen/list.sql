SELECT procedure, sha256 FROM article_seen

SELECT procedure FROM reading GROUP BY procedure ORDER BY max(read_at) DESC, procedure LIMIT :limit

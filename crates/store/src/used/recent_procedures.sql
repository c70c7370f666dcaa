SELECT id FROM used WHERE kind = 'procedure' GROUP BY id ORDER BY max(used_at) DESC, id LIMIT :limit

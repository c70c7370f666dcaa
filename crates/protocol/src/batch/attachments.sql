SELECT id, ticket, sha256, content
FROM attachment
ORDER BY position
LIMIT :limit;

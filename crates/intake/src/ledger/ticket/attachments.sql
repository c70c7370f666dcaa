SELECT id, sha256, octet_length(content) AS size
FROM attachment
WHERE ticket = :ticket
ORDER BY id, sha256;

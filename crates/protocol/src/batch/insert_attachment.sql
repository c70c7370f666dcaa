INSERT INTO attachment (position, id, ticket, sha256, content)
VALUES (:position, :id, :ticket, :sha256, :content);

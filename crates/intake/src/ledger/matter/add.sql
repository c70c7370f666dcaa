INSERT INTO matter (ticket, desk, created_at, position)
VALUES (:ticket, :desk, :created_at, (SELECT COALESCE(MAX(position), 0) + 1 FROM matter));

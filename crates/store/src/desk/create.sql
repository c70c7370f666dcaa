INSERT INTO desk (only_row, id, code, next_running, created_at)
VALUES (1, :id, :code, 1, :created_at)

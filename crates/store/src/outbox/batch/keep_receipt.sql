UPDATE batch SET receipt = :receipt WHERE id = :id AND receipt IS NULL

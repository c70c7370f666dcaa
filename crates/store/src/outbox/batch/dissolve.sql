UPDATE batch SET dissolved = :code WHERE id = :id AND receipt IS NULL AND dissolved IS NULL

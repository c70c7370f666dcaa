DELETE FROM backup WHERE file = :file

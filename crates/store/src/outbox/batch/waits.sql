SELECT receipt IS NULL AND dissolved IS NULL AS waits FROM batch WHERE id = :id

SELECT sha256 FROM batch WHERE id = :id

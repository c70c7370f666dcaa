SELECT sequence, sha256 FROM batch WHERE epoch = :epoch ORDER BY sequence DESC LIMIT 1

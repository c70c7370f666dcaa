UPDATE batch
SET signed_by = :signed_by, epoch = :epoch, sequence = :sequence, previous_sha256 = :previous_sha256, receipt = :receipt
WHERE id = :id;

SELECT only_row, batch, desk, epoch, sequence, previous_sha256, made_at, tickets, attachments, signing_key, signature
FROM manifest
ORDER BY only_row
LIMIT 2;

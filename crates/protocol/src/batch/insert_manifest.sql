INSERT INTO manifest (only_row, batch, desk, epoch, sequence, previous_sha256, made_at, tickets, attachments,
                      signing_key, signature)
VALUES (1, :batch, :desk, :epoch, :sequence, :previous_sha256, :made_at, :tickets, :attachments,
        :signing_key, :signature);

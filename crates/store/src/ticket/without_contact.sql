UPDATE ticket SET email = NULL, phone = NULL, consent_at = NULL, consent_version = NULL WHERE id = :id

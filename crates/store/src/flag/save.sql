INSERT INTO flag (procedure, version, edition, query, note, at)
VALUES (:procedure, :version, :edition, :query, :note, :at)
ON CONFLICT (procedure, version) DO UPDATE
SET edition = excluded.edition, query = excluded.query, note = excluded.note, at = excluded.at

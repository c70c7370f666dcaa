INSERT INTO handover (draft, note, at) VALUES (:draft, :note, :at)
ON CONFLICT (draft) DO UPDATE SET note = excluded.note, at = excluded.at

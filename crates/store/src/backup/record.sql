INSERT INTO backup (file, made_at, tickets) VALUES (:file, :made_at, :tickets)
ON CONFLICT (file) DO UPDATE SET made_at = excluded.made_at, tickets = excluded.tickets

INSERT INTO city_status (ticket, state, note, at)
SELECT id, :state, :note, :at FROM ticket WHERE id = :ticket
ON CONFLICT (ticket) DO UPDATE
SET state = excluded.state, note = excluded.note, at = excluded.at
WHERE excluded.at >= city_status.at

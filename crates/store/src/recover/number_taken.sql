-- By another ticket; or an older file tells of a ticket that was undone since.
SELECT 1 FROM ticket WHERE number = :number AND id <> :id
UNION ALL
SELECT 1 FROM undone WHERE id = :id AND NOT :newer

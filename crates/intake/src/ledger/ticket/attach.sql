INSERT INTO attachment (ticket, id, sha256, content)
SELECT ticket.id, :id, :sha256, :content
FROM ticket
WHERE ticket.id = :ticket AND ticket.erased_at IS NULL
ON CONFLICT (ticket, id, sha256) DO NOTHING;

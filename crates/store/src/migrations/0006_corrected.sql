-- Which ticket corrects one, for who looks at the old one.
CREATE INDEX ticket_corrects ON ticket (supersedes) WHERE supersedes IS NOT NULL;

DROP VIEW filed;
CREATE VIEW filed AS
SELECT
    ticket.*,
    CASE
        WHEN sealed.ticket IS NULL THEN 'ready'
        WHEN sealed.acknowledged_at IS NOT NULL THEN 'acknowledged'
        WHEN sealed.refusal IS NOT NULL THEN 'rejected'
        WHEN sealed.batch IS NOT NULL THEN 'uploading'
        ELSE 'sealed'
    END AS state,
    sealed.refusal,
    (
        SELECT newer.number FROM ticket AS newer
        WHERE newer.supersedes = ticket.id
        ORDER BY newer.created_at DESC
        LIMIT 1
    ) AS corrected_by,
    city_status.state AS city_state,
    city_status.note AS city_note,
    city_status.at AS city_at
FROM ticket
LEFT JOIN sealed ON sealed.ticket = ticket.id
LEFT JOIN city_status ON city_status.ticket = ticket.id;

-- A second ticket under a number is kept, too, as both were promised to a caller. Whoever looks after the service is told.
-- Without the cast PostgreSQL would take `:is_voice` for a smaller number than it is sent.
INSERT INTO ticket (
    id, number, sha256, record, desk, batch, received_at, created_at, service, unit, remark, supersedes, told, withdrawn_at
)
VALUES (
    :id, :number, :sha256, :record, :desk, :batch, :received_at, :created_at, :service, :unit,
    CASE
        WHEN EXISTS (SELECT 1 FROM ticket AS other WHERE other.number = :number AND other.id <> :id) THEN 'number_taken'
        ELSE :remark
    END,
    :supersedes,
    CASE WHEN CAST(:is_voice AS BIGINT) = 0 THEN (SELECT COALESCE(MAX(told), 0) + 1 FROM ticket) END,
    CASE
        WHEN EXISTS (SELECT 1 FROM ticket AS other WHERE other.supersedes = :id AND other.desk = :desk) THEN :received_at
    END
)
ON CONFLICT (id) DO NOTHING
RETURNING remark;

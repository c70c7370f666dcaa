INSERT INTO ticket (id, number, sha256, record, desk, batch, received_at, created_at, service, unit, remark)
VALUES (:id, :number, :sha256, :record, :desk, :batch, :received_at, :created_at, :service, :unit, :remark)
ON CONFLICT (id) DO NOTHING;

INSERT INTO sealed (ticket, sealed_at, sha256, record) VALUES (:ticket, :at, :sha256, :record)

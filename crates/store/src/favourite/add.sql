INSERT INTO favourite (procedure, since) VALUES (:procedure, :at) ON CONFLICT (procedure) DO NOTHING

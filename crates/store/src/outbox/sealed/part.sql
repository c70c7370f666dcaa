UPDATE sealed SET alone = 1 WHERE batch = :batch AND acknowledged_at IS NULL

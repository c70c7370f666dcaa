UPDATE sealed SET batch = :batch
WHERE ticket IN (SELECT value FROM json_each(:tickets))

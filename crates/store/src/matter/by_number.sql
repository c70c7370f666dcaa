SELECT told FROM matter WHERE json_extract(told, '$.number') = :number ORDER BY created_at DESC LIMIT 1

-- What the batch had and no receipt has named goes back to those that wait.
UPDATE sealed SET batch = NULL
WHERE batch = :batch AND acknowledged_at IS NULL AND refusal IS NULL

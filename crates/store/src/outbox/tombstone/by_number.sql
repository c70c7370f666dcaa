SELECT acknowledged_at FROM tombstone WHERE number = :number

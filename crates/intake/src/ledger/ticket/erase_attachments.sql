DELETE FROM attachment
WHERE ticket = :id;

SELECT number FROM ticket UNION SELECT number FROM undone UNION SELECT number FROM tombstone
UNION SELECT subject FROM audit WHERE subject LIKE 'Ł%-%-%'

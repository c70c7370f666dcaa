DELETE FROM city_status WHERE ticket IN (SELECT id FROM tombstone);
DELETE FROM sealed WHERE ticket IN (SELECT id FROM tombstone);
DELETE FROM ticket WHERE id IN (SELECT id FROM tombstone);

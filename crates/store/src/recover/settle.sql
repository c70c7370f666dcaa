-- A ticket that is there is neither a draft nor undone.
DELETE FROM draft WHERE id IN (SELECT id FROM ticket);
DELETE FROM undone WHERE id IN (SELECT id FROM ticket);
-- One that was purged is not there any more, whatever the older side still has of it.
DELETE FROM city_status WHERE ticket IN (SELECT id FROM tombstone);
DELETE FROM sealed WHERE ticket IN (SELECT id FROM tombstone);
DELETE FROM ticket WHERE id IN (SELECT id FROM tombstone);
DELETE FROM draft WHERE id IN (SELECT id FROM tombstone);
DELETE FROM handover WHERE draft NOT IN (SELECT id FROM draft);
-- What other desks have reported is told anew.
UPDATE enrolment SET matters_through = '0';
-- A record has the contact now.
UPDATE ticket SET email = NULL, phone = NULL, consent_at = NULL, consent_version = NULL
WHERE (email IS NOT NULL OR phone IS NOT NULL) AND id IN (SELECT ticket FROM sealed);
-- What was in a batch of which nothing is known travels again: the intake knows it by its id and sha256.
UPDATE sealed SET batch = NULL WHERE acknowledged_at IS NULL AND batch NOT IN (SELECT id FROM batch);

-- A ticket that is there is neither a draft nor undone.
DELETE FROM draft WHERE id IN (SELECT id FROM ticket);
DELETE FROM undone WHERE id IN (SELECT id FROM ticket);

DELETE FROM ticket
WHERE id = :id AND EXISTS (SELECT 1 FROM undone WHERE undone.id = ticket.id AND undone.number = ticket.number)
    AND EXISTS (SELECT 1 FROM draft WHERE draft.id = ticket.id)

SELECT at, who, act, ticket, tickets, detail
FROM audit
ORDER BY position;

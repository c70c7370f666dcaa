INSERT INTO audit (position, at, who, act, ticket, tickets, detail)
SELECT COALESCE(MAX(position), 0) + 1, :at, :who, :act, :ticket, :tickets, :detail
FROM audit;

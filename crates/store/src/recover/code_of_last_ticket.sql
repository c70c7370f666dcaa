UPDATE desk SET code = substr(number, 1, instr(number, '-') - 1)
FROM (SELECT number FROM ticket ORDER BY created_at DESC LIMIT 1)

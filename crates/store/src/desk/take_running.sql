UPDATE desk SET next_running = next_running + 1
RETURNING code, next_running - 1 AS running

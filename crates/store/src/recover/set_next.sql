UPDATE desk SET next_running = :next, code = coalesce(:code, code)
